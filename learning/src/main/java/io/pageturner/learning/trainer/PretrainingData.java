package io.pageturner.learning.trainer;

import io.pageturner.domain.Transition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Logged transitions with their sessions' returns, split by session.
 *
 * @param sessions number of sessions
 * @param training seven in ten sessions: learned from
 * @param validation one in ten: tells when to stop
 * @param heldOut two in ten: tells how good it is
 */
record PretrainingData(
    int sessions, List<Visit> training, List<Visit> validation, List<Visit> heldOut) {

  /**
   * One transition of a session.
   *
   * @param discountedReturn Σ_k γ^k · r_k from it to the session's end
   * @param complete whether the session was seen to its end, so that the return is all of it
   */
  record Visit(Transition transition, double discountedReturn, boolean complete) {}

  static PretrainingData of(Collection<Transition> logged, double gamma) {
    Map<String, List<Transition>> bySession = new LinkedHashMap<>();
    for (Transition transition : logged) {
      String key = transition.user() + "\n" + transition.session();
      bySession.computeIfAbsent(key, k -> new ArrayList<>()).add(transition);
    }
    PretrainingData data =
        new PretrainingData(
            bySession.size(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    bySession.forEach((key, pages) -> data.partOf(key).addAll(visits(pages, gamma)));
    return data;
  }

  private List<Visit> partOf(String session) {
    int part = Math.floorMod((session.hashCode() * 0x9e3779b9) >>> 8, 10);
    return part < 7 ? training : part < 8 ? validation : heldOut;
  }

  /** A session that goes on after a terminal transition is a new one of the same name. */
  private static List<Visit> visits(List<Transition> pages, double gamma) {
    List<Transition> ordered = new ArrayList<>(pages);
    ordered.sort(Comparator.comparing(Transition::time).thenComparingInt(Transition::pageIndex));
    List<Visit> visits = new ArrayList<>();
    double later = 0;
    boolean complete = false;
    for (int i = ordered.size() - 1; i >= 0; i--) {
      Transition page = ordered.get(i);
      if (page.terminal()) {
        later = 0;
        complete = true;
      }
      later = page.reward() + gamma * later;
      visits.add(new Visit(page, later, complete));
    }
    return visits;
  }
}
