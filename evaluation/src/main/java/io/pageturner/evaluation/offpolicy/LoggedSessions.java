package io.pageturner.evaluation.offpolicy;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The transitions of a log by session, sorted into what can be learned from and what cannot.
 *
 * <p>Only decisions with a density above 0 say something about another action: those of a policy
 * that explores. The team's own ranking does not, and its propensity of 1 is no density.
 *
 * @param exploring whole sessions that an exploring policy decided on throughout, in log order
 * @param baseline whole sessions that the team's ranking decided on throughout
 * @param mixed whole sessions of both kinds of decisions, with a propensity of 0, or with a
 *     decision that is not wanted
 * @param partial sessions whose first, last or a middle page is not in the log
 */
public record LoggedSessions(
    List<List<Transition>> exploring, List<List<Transition>> baseline, int mixed, int partial) {

  private record Key(UserId user, SessionId session) {}

  /** Sorts a log. */
  public static LoggedSessions of(List<Transition> log) {
    return of(log, step -> true);
  }

  /**
   * Sorts a log.
   *
   * @param wanted exploring decisions that are of use
   */
  public static LoggedSessions of(List<Transition> log, Predicate<Transition> wanted) {
    Map<Key, List<Transition>> byKey = new LinkedHashMap<>();
    for (Transition step : log) {
      byKey
          .computeIfAbsent(new Key(step.user(), step.session()), key -> new ArrayList<>())
          .add(step);
    }
    byKey.values().forEach(session -> session.sort(Comparator.comparing(Transition::pageIndex)));
    List<List<Transition>> whole =
        byKey.values().stream().filter(LoggedSessions::whole).map(List::copyOf).toList();
    List<List<Transition>> exploring =
        throughout(whole, step -> explores(step) && wanted.test(step));
    List<List<Transition>> baseline = throughout(whole, LoggedSessions::isTheTeams);
    int mixed = whole.size() - exploring.size() - baseline.size();
    return new LoggedSessions(exploring, baseline, mixed, byKey.size() - whole.size());
  }

  private static boolean explores(Transition step) {
    return !isTheTeams(step) && step.propensity() > 0;
  }

  private static boolean isTheTeams(Transition step) {
    return step.version().equals(ModelVersion.NONE);
  }

  private static List<List<Transition>> throughout(
      List<List<Transition>> sessions, Predicate<Transition> kind) {
    return sessions.stream().filter(session -> session.stream().allMatch(kind)).toList();
  }

  private static boolean whole(List<Transition> session) {
    for (int i = 0; i < session.size(); i++) {
      boolean last = i == session.size() - 1;
      if (session.get(i).pageIndex() != i || session.get(i).terminal() != last) {
        return false;
      }
    }
    return true;
  }

  /** Whose each of the exploring sessions is: [sessions], users numbered from 0 on. */
  public int[] users() {
    Map<UserId, Integer> numbers = new HashMap<>();
    return exploring.stream()
        .map(session -> session.get(0).user())
        .mapToInt(user -> numbers.computeIfAbsent(user, unseen -> numbers.size()))
        .toArray();
  }

  /** The exploring sessions as an estimator of {@code policy} needs them, with a linear model. */
  public List<List<LoggedStep>> steps(SmoothedPolicy policy) {
    List<State> states = exploring.stream().flatMap(List::stream).map(Transition::state).toList();
    StateActionFeatures features = new StateActionFeatures(states, policy.actions().size());
    return exploring.stream()
        .map(session -> session.stream().map(step -> step(step, policy, features)).toList())
        .toList();
  }

  private static LoggedStep step(
      Transition step, SmoothedPolicy policy, StateActionFeatures features) {
    return new LoggedStep(
        step.reward(),
        policy.ratio(step),
        features.of(step.state(), policy.actions().toUnit(step.action())),
        features.of(step.state(), policy.moments(step.state())));
  }
}
