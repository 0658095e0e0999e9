package io.pageturner.serving.model;

import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.State;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a policy has learned, as people can read it: its greedy actions over recorded states, by the
 * levels of each feature.
 *
 * <p>Means are of unit values, which are linear in log a, told as the factor that they stand for. A
 * feature's share is how much of the spread of the unit values goes with its levels alone:
 *
 * <pre>  ε² = 1 − (1 − η²)·(n − 1) / (n − k)</pre>
 *
 * with η² the sum of squares between its k levels over the total one of n states (Kelley, "An
 * unbiased correlation ratio measure", PNAS 21, 1935); η² alone grows with the number of levels
 * where nothing depends on them. Features go together: shares overlap, and tell of no cause.
 *
 * @param states number of them
 * @param factors one for each of the action's
 */
public record ActionProfile(int states, List<Factor> factors) {
  /** A feature of more values has the rarest of them together. */
  private static final int MOST_VALUES = 7;

  private static final String NOT_KNOWN = "not known";
  private static final String OTHERS = "others";

  /** Name of the number of items that the user acted on lately. */
  static final String RECENT_ITEMS = "recent items";

  private static final double AT_BOUND = 0.999;

  /**
   * One factor of the action.
   *
   * @param mean over all states
   * @param low that a tenth of the states is below
   * @param high that a tenth of the states is above
   * @param atBounds share of the states in which it is as small or great as it may be
   * @param features the greatest share first
   */
  public record Factor(
      double mean, double low, double high, double atBounds, List<Feature> features) {}

  /**
   * What a factor is by one feature.
   *
   * @param share of its spread that goes with this feature, 0 to 1
   * @param levels of a number by its quarters, of an id the greatest mean first
   */
  public record Feature(String name, double share, List<Level> levels) {}

  /**
   * Some of the states.
   *
   * @param name an id's value, or a number's range
   * @param states how many
   * @param mean factor
   */
  public record Level(String name, int states, double mean) {}

  /**
   * A policy's profile.
   *
   * @param greedy unit values of a state: [factors]
   */
  public static ActionProfile of(
      List<State> states, ActionSpace actions, Function<State, double[]> greedy) {
    if (states.isEmpty()) {
      return new ActionProfile(0, List.of());
    }
    List<double[]> units = states.stream().map(greedy).toList();
    List<Levels> features = features(states);
    List<Factor> factors = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      int factor = i;
      double[] values = units.stream().mapToDouble(unit -> unit[factor]).toArray();
      factors.add(factor(values, features, actions));
    }
    return new ActionProfile(states.size(), List.copyOf(factors));
  }

  private static Factor factor(double[] values, List<Levels> features, ActionSpace actions) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Factor(
        actions.fromUnit(Arrays.stream(values).average().orElseThrow()),
        actions.fromUnit(quantile(sorted, 0.1)),
        actions.fromUnit(quantile(sorted, 0.9)),
        (double) Arrays.stream(values).filter(u -> Math.abs(u) >= AT_BOUND).count() / values.length,
        features.stream()
            .map(feature -> feature.of(values, actions))
            .sorted(Comparator.comparing(Feature::share).reversed())
            .toList());
  }

  /** A feature and the level that each state is on. */
  private record Levels(String name, List<String> names, int[] ofState, boolean ordered) {
    Feature of(double[] values, ActionSpace actions) {
      double[] sums = new double[names.size()];
      int[] counts = new int[names.size()];
      for (int i = 0; i < values.length; i++) {
        sums[ofState[i]] += values[i];
        counts[ofState[i]]++;
      }
      List<Level> levels = new ArrayList<>();
      for (int level = 0; level < sums.length; level++) {
        double mean = actions.fromUnit(sums[level] / counts[level]);
        levels.add(new Level(names.get(level), counts[level], mean));
      }
      if (!ordered) {
        levels.sort(Comparator.comparing(Level::mean).reversed());
      }
      return new Feature(name, share(values, sums, counts), List.copyOf(levels));
    }

    private double share(double[] values, double[] sums, int[] counts) {
      double mean = Arrays.stream(values).average().orElseThrow();
      double total = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
      double within = 0;
      for (int i = 0; i < values.length; i++) {
        double off = values[i] - sums[ofState[i]] / counts[ofState[i]];
        within += off * off;
      }
      int free = values.length - sums.length;
      if (total == 0 || free == 0) {
        return 0;
      }
      return Math.max(0, 1 - within / total * (values.length - 1) / free);
    }
  }

  /** Those that differ between the states. */
  private static List<Levels> features(List<State> states) {
    Set<String> numbers = new TreeSet<>();
    Set<String> ids = new TreeSet<>();
    for (State state : states) {
      numbers.addAll(state.dense().keySet());
      ids.addAll(state.ids().keySet());
    }
    List<Levels> features = new ArrayList<>();
    features.add(
        quarters(RECENT_ITEMS, states, state -> Optional.of((double) state.recentItems().size())));
    numbers.forEach(
        name ->
            features.add(
                quarters(name, states, state -> Optional.ofNullable(state.dense().get(name)))));
    ids.forEach(name -> features.add(values(name, states)));
    return features.stream().filter(feature -> feature.names().size() > 1).toList();
  }

  private static Levels quarters(
      String name, List<State> states, Function<State, Optional<Double>> number) {
    double[] sorted =
        states.stream()
            .flatMap(state -> number.apply(state).stream())
            .mapToDouble(x -> x)
            .toArray();
    Arrays.sort(sorted);
    double greatest = sorted[sorted.length - 1];
    double[] edges =
        IntStream.of(1, 2, 3)
            .mapToDouble(quarter -> quantile(sorted, quarter / 4.0))
            .filter(edge -> edge < greatest)
            .distinct()
            .toArray();
    List<String> names = new ArrayList<>();
    IntStream.rangeClosed(0, edges.length).forEach(i -> names.add(range(i, edges, sorted)));
    if (sorted.length < states.size()) {
      names.add(NOT_KNOWN);
    }
    int[] ofState = new int[states.size()];
    for (int i = 0; i < ofState.length; i++) {
      ofState[i] =
          number
              .apply(states.get(i))
              .map(x -> (int) Arrays.stream(edges).filter(edge -> x > edge).count())
              .orElse(names.size() - 1);
    }
    return new Levels(name, List.copyOf(names), ofState, true);
  }

  /** The i-th part: above the edge before it, if any, up to its own, if any. */
  private static String range(int i, double[] edges, double[] sorted) {
    boolean last = i == edges.length;
    double to = last ? sorted[sorted.length - 1] : edges[i];
    if (Arrays.stream(sorted).allMatch(x -> x == Math.rint(x))) {
      double from = i == 0 ? sorted[0] : edges[i - 1] + 1;
      String upTo = last ? " or more" : " to " + shown(to);
      return from == to ? shown(from) : shown(from) + upTo;
    }
    if (edges.length == 0) {
      return shown(to);
    }
    if (i == 0) {
      return "up to " + shown(to);
    }
    return last ? "above " + shown(edges[i - 1]) : shown(edges[i - 1]) + " to " + shown(to);
  }

  private static String shown(double x) {
    BigDecimal rounded = new BigDecimal(x).round(new MathContext(3)).stripTrailingZeros();
    return Math.abs(x) < 1e6 ? rounded.toPlainString() : rounded.toString();
  }

  private static Levels values(String name, List<State> states) {
    Map<String, Long> counts =
        states.stream()
            .collect(
                Collectors.groupingBy(
                    state -> state.ids().getOrDefault(name, NOT_KNOWN), Collectors.counting()));
    List<String> byCount =
        counts.keySet().stream()
            .sorted(
                Comparator.comparing((String value) -> counts.get(value))
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    Set<String> kept =
        new HashSet<>(
            byCount.size() <= MOST_VALUES + 1 ? byCount : byCount.subList(0, MOST_VALUES));
    Map<String, Integer> numbers = new LinkedHashMap<>();
    int[] ofState = new int[states.size()];
    for (int i = 0; i < ofState.length; i++) {
      String value = states.get(i).ids().getOrDefault(name, NOT_KNOWN);
      String level = kept.contains(value) ? value : OTHERS;
      ofState[i] = numbers.computeIfAbsent(level, seen -> numbers.size());
    }
    return new Levels(name, List.copyOf(numbers.keySet()), ofState, false);
  }

  /** The value that a share of all are at or below. */
  private static double quantile(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }
}
