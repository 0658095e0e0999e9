package io.pageturner.lifecycle;

import io.pageturner.evaluation.RunningMoments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Refuses a candidate that learned from other inputs than serving sees now: a dense feature whose
 * values today lie, on average, many of the candidate's own standard deviations off its own mean. A
 * unit that changed, a clock that stands, a log of another feed.
 */
public final class InputDriftGate implements Gate {
  private final InputProbe probe;
  private final double maxShift;
  private final int minStates;

  /**
   * @param maxShift greatest |mean z-score| of a feature over the recorded states, above 0
   * @param minStates with fewer recorded states no candidate is judged
   */
  public InputDriftGate(InputProbe probe, double maxShift, int minStates) {
    this.probe = Objects.requireNonNull(probe, "probe is missing");
    if (!(maxShift > 0)) {
      throw new IllegalArgumentException("maxShift must be above 0, was " + maxShift);
    }
    this.maxShift = maxShift;
    this.minStates = minStates;
  }

  @Override
  public String name() {
    return "input-drift";
  }

  @Override
  public Verdict check(Bundle candidate, Optional<Bundle> live) {
    SortedMap<String, Double> shifts = new TreeMap<>();
    List<String> faults = new ArrayList<>();
    for (Map.Entry<String, double[]> feature : probe.zScores(candidate).entrySet()) {
      if (feature.getValue().length < minStates) {
        return Verdict.passed(name(), "too few states have been recorded yet", shifts);
      }
      double shift = RunningMoments.of(feature.getValue()).mean();
      shifts.put(feature.getKey(), shift);
      if (Math.abs(shift) > maxShift) {
        faults.add(
            String.format(
                Locale.ROOT,
                "%s lies %+.2f standard deviations off what was learned from, at most %.2f",
                feature.getKey(),
                shift,
                maxShift));
      }
    }
    return faults.isEmpty()
        ? Verdict.passed(name(), "inputs are as they were learned from", shifts)
        : Verdict.failed(name(), String.join("; ", faults), shifts);
  }
}
