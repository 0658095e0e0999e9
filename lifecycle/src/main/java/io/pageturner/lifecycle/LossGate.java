package io.pageturner.lifecycle;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Refuses a candidate whose training figures are not finite, or above their bounds. */
public final class LossGate implements Gate {
  private final SortedMap<String, Double> bounds;

  /**
   * A gate over the metrics of the lineage.
   *
   * @param bounds greatest allowed value by metric; a metric named here must be there, one that is
   *     not named must only be finite
   */
  public LossGate(Map<String, Double> bounds) {
    this.bounds = Collections.unmodifiableSortedMap(new TreeMap<>(bounds));
    this.bounds.forEach(
        (metric, bound) -> {
          if (bound.isNaN()) {
            throw new IllegalArgumentException("the bound of " + metric + " must be a number");
          }
        });
  }

  @Override
  public String name() {
    return "loss";
  }

  @Override
  public Verdict check(Bundle candidate, Optional<Bundle> live) {
    SortedMap<String, Double> metrics = candidate.lineage().metrics();
    for (Map.Entry<String, Double> metric : metrics.entrySet()) {
      if (!Double.isFinite(metric.getValue())) {
        return failed(metric.getKey() + " is " + metric.getValue() + ", must be finite", metrics);
      }
    }
    for (Map.Entry<String, Double> bound : bounds.entrySet()) {
      Double value = metrics.get(bound.getKey());
      if (value == null) {
        return failed(bound.getKey() + " is missing, must be in the lineage's metrics", metrics);
      }
      if (value > bound.getValue()) {
        return failed(
            bound.getKey() + " is " + value + ", must be at most " + bound.getValue(), metrics);
      }
    }
    return Verdict.passed(name(), "training figures are finite and within bounds", metrics);
  }

  private Verdict failed(String reason, SortedMap<String, Double> metrics) {
    return Verdict.failed(name(), reason, metrics);
  }
}
