package io.pageturner.evaluation.offpolicy;

import java.util.List;

/**
 * The logged steps of one session, in order, to its end; a single decision is a session of one.
 *
 * @param steps one or more
 * @param influence what the session does to the mean of v̂(s_0) over the log through the model that
 *     it helped to fit, to first order and times the number of sessions; 0 without a model
 */
public record Trajectory(List<Step> steps, double influence) {
  public Trajectory {
    steps = List.copyOf(steps);
    Step.requireFinite("influence", influence);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a session has one step or more");
    }
  }

  /** A session of these steps, of which no model learned. */
  public static Trajectory of(Step... steps) {
    return new Trajectory(List.of(steps), 0);
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
