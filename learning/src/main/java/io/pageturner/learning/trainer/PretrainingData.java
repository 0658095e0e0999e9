package io.pageturner.learning.trainer;

import io.pageturner.domain.Transition;
import io.pageturner.learning.trainer.PretrainingSettings.Split;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Logged transitions with their sessions' returns; a session is in one part as a whole.
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
   * @param complete whether the session was seen to its end without a gap, so that the return is
   *     all of it
   */
  record Visit(Transition transition, double discountedReturn, boolean complete) {}

  /**
   * @param usable whether a transition can be learned from; one that cannot is left out, and the
   *     returns before it in its session are not complete
   */
  static PretrainingData of(
      Collection<Transition> logged, double gamma, Split split, Predicate<Transition> usable) {
    Map<String, List<Transition>> bySession = new LinkedHashMap<>();
    logged.stream()
        .sorted(Comparator.comparing(Transition::time).thenComparingInt(Transition::pageIndex))
        .forEach(page -> bySession.computeIfAbsent(key(page), k -> new ArrayList<>()).add(page));
    PretrainingData data =
        new PretrainingData(
            bySession.size(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int place = 0; // The map's order is that of the sessions' first pages.
    for (Map.Entry<String, List<Transition>> session : bySession.entrySet()) {
      int part =
          switch (split) {
            case BY_SESSION -> Math.floorMod((session.getKey().hashCode() * 0x9e3779b9) >>> 8, 10);
            case IN_TIME_ORDER -> (int) (10L * place / bySession.size());
          };
      data.tenth(part).addAll(visits(session.getValue(), gamma, usable));
      place++;
    }
    return data;
  }

  private static String key(Transition page) {
    return page.user() + "\n" + page.session();
  }

  private List<Visit> tenth(int part) {
    return part < 7 ? training : part < 8 ? validation : heldOut;
  }

  /** A session that goes on after a terminal transition is a new one of the same name. */
  private static List<Visit> visits(
      List<Transition> ordered, double gamma, Predicate<Transition> usable) {
    List<Visit> visits = new ArrayList<>();
    double later = 0;
    boolean complete = false;
    for (int i = ordered.size() - 1; i >= 0; i--) {
      Transition page = ordered.get(i);
      if (!usable.test(page)) {
        later = 0;
        complete = false;
        continue;
      }
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
