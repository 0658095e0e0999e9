package io.pageturner.evaluation.offpolicy;

import java.util.List;

/**
 * The logged steps of one session, in order, to its end; a single decision is a session of one.
 *
 * @param steps one or more
 */
public record Trajectory(List<Step> steps) {
  public Trajectory {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a session has one step or more");
    }
  }

  /** A session of these steps. */
  public static Trajectory of(Step... steps) {
    return new Trajectory(List.of(steps));
  }

  /** ρ_{1:T}: the product of all its ratios. */
  public double weight() {
    double weight = 1;
    for (Step step : steps) {
      weight *= step.ratio();
    }
    return weight;
  }

  /** Σ_t γ^t·r_t, t from 0. */
  public double discountedReturn(double gamma) {
    double total = 0;
    for (int t = steps.size() - 1; t >= 0; t--) {
      total = steps.get(t).reward() + gamma * total;
    }
    return total;
  }

  int length() {
    return steps.size();
  }
}
