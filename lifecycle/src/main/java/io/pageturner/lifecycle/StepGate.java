package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.evaluation.RunningMoments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Refuses a candidate whose actions on recorded real states lie far from those of the version that
 * its training continued from: learning moves in small steps, damage does not.
 *
 * <p>Candidates that keep coming from one far place are where learning has gone, since it goes on
 * while they are refused: the third in a row passes, or none would ever again. Damage of one
 * candidate is not repeated, and other damage does not stay in one place.
 *
 * <p>It needs no rewards, so it works from the first minute on; where a candidate slowly learns to
 * do worse it sees nothing, and the log or a trial must tell ({@link OffPolicyGate}, {@link
 * Guardrail}).
 */
public final class StepGate implements Gate {
  private static final int IN_A_ROW = 3;

  private final PolicyProbe probe;
  private final Supplier<List<State>> recorded;
  private final BundleStore store;
  private final double maxStep;
  private Optional<Function<State, double[]>> lastFar = Optional.empty();
  private int far; // how many in a row came from one far place

  /**
   * @param recorded real states
   * @param store where the versions are that training continued from
   * @param maxStep greatest root of the mean squared distance on the unit scale, above 0; 2 for any
   */
  public StepGate(
      PolicyProbe probe, Supplier<List<State>> recorded, BundleStore store, double maxStep) {
    this.probe = Objects.requireNonNull(probe, "probe is missing");
    this.recorded = Objects.requireNonNull(recorded, "recorded is missing");
    this.store = Objects.requireNonNull(store, "store is missing");
    if (!(maxStep > 0)) {
      throw new IllegalArgumentException("maxStep must be above 0, was " + maxStep);
    }
    this.maxStep = maxStep;
  }

  @Override
  public String name() {
    return "step";
  }

  @Override
  public synchronized Verdict check(Bundle candidate, Optional<Bundle> live) {
    try {
      Optional<Bundle> parent = parent(candidate);
      List<State> states = recorded.get();
      if (parent.isEmpty() || states.isEmpty()) {
        String why = states.isEmpty() ? "no state has been recorded yet" : "it continues from none";
        return Verdict.passed(name(), why, Collections.emptySortedMap());
      }
      return judge(probe.greedy(candidate), parent.get(), states);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Bundle> parent(Bundle candidate) throws IOException {
    Optional<ModelVersion> parent = candidate.lineage().parent();
    return parent.isEmpty() ? Optional.empty() : store.find(candidate.name(), parent.get());
  }

  private Verdict judge(Function<State, double[]> actions, Bundle parent, List<State> states)
      throws IOException {
    double distance = distance(actions, probe.greedy(parent), states);
    SortedMap<String, Double> figures = new TreeMap<>();
    figures.put("distance", distance);
    String found =
        String.format(
            Locale.ROOT,
            "its actions lie %.3f from those of version %s on the unit scale, at most %.3f",
            distance,
            parent.version(),
            maxStep);
    if (distance <= maxStep) {
      lastFar = Optional.empty();
      return Verdict.passed(name(), found, figures);
    }
    boolean near = lastFar.isPresent() && distance(actions, lastFar.get(), states) <= maxStep;
    far = near ? far + 1 : 1;
    lastFar = Optional.of(actions);
    return far < IN_A_ROW
        ? Verdict.failed(name(), found, figures)
        : Verdict.passed(
            name(), found + "; but so did the last ones: learning has gone there", figures);
  }

  /** The root of the mean squared distance over states and factors. */
  private static double distance(
      Function<State, double[]> one, Function<State, double[]> other, List<State> states) {
    RunningMoments squares = RunningMoments.EMPTY;
    for (State state : states) {
      double[] a = one.apply(state);
      double[] b = other.apply(state);
      for (int k = 0; k < a.length; k++) {
        squares = squares.plus((a[k] - b[k]) * (a[k] - b[k]));
      }
    }
    return Math.sqrt(squares.mean());
  }
}
