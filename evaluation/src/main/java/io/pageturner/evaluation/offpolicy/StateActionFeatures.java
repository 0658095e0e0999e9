package io.pageturner.evaluation.offpolicy;

import io.pageturner.domain.State;
import io.pageturner.evaluation.RunningMoments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Features φ(s, a) of a linear action value: every observable of the state (a constant, each dense
 * feature as z-score, each frequent category as 0 or 1) times 1, u and u² of each factor's unit
 * value u.
 *
 * <p>A value that is quadratic in the action and linear in the state: coarse, which costs doubly
 * robust estimators variance but no bias. Since u and u² of different factors are not multiplied,
 * the mean over a policy's actions follows from their first two moments.
 */
final class StateActionFeatures {
  /** Rarer categories of a feature count as none. */
  private static final int CATEGORIES = 6;

  private final List<ToDoubleFunction<State>> observables = new ArrayList<>();
  private final int factors;

  /**
   * @param states that means, deviations and frequent categories are taken from
   * @param factors of an action
   */
  StateActionFeatures(List<State> states, int factors) {
    this.factors = factors;
    observables.add(state -> 1);
    moments(states).forEach(this::observeNumber);
    categories(states).forEach(this::observeCategories);
  }

  int size() {
    return observables.size() * (1 + 2 * factors);
  }

  /** φ(s, a) of an action of these unit values: [size]. */
  double[] of(State state, double[] unit) {
    double[][] moments = new double[unit.length][];
    for (int k = 0; k < unit.length; k++) {
      moments[k] = new double[] {unit[k], unit[k] * unit[k]};
    }
    return of(state, moments);
  }

  /** E φ(s, a) over actions with these first two moments of each factor: [size]. */
  double[] of(State state, double[][] moments) {
    double[] features = new double[size()];
    int next = 0;
    for (ToDoubleFunction<State> observable : observables) {
      double value = observable.applyAsDouble(state);
      features[next++] = value;
      for (double[] moment : moments) {
        features[next++] = value * moment[0];
        features[next++] = value * moment[1];
      }
    }
    return features;
  }

  private void observeNumber(String name, RunningMoments moments) {
    double sd = moments.sd();
    if (sd > 0) {
      observables.add(
          state -> (state.dense().getOrDefault(name, moments.mean()) - moments.mean()) / sd);
    }
  }

  private void observeCategories(String name, Map<String, Integer> counts) {
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(CATEGORIES)
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .forEach(
            entry ->
                observables.add(state -> entry.getKey().equals(state.ids().get(name)) ? 1 : 0));
  }

  private static Map<String, RunningMoments> moments(List<State> states) {
    Map<String, RunningMoments> moments = new TreeMap<>();
    for (State state : states) {
      state
          .dense()
          .forEach(
              (name, value) -> moments.merge(name, RunningMoments.of(value), RunningMoments::plus));
    }
    return moments;
  }

  private static Map<String, Map<String, Integer>> categories(List<State> states) {
    Map<String, Map<String, Integer>> categories = new TreeMap<>();
    for (State state : states) {
      state
          .ids()
          .forEach(
              (name, value) ->
                  categories
                      .computeIfAbsent(name, n -> new TreeMap<>())
                      .merge(value, 1, Integer::sum));
    }
    return categories;
  }
}
