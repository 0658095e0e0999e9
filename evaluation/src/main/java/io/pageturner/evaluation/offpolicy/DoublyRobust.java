package io.pageturner.evaluation.offpolicy;

import java.util.List;

/**
 * The doubly robust estimator, DR: mean of D_0, with D_t = v̂(s_t) + ρ_t·(r_t + γ·D_{t+1} − q̂(s_t,
 * a_t)) and 0 after the end.
 *
 * <p>Unbiased when the propensities are right, whatever the model; the better the model, the less
 * variance. Over sessions it is sequential doubly robust. With a bound τ it is switch-DR: where ρ_t
 * exceeds τ the model stands alone, D_t = v̂(s_t).
 *
 * @param gamma discount γ
 * @param bound τ above 0; infinite for none
 */
public record DoublyRobust(double gamma, double bound) implements Estimator {
  public DoublyRobust {
    if (!(bound > 0)) {
      throw new IllegalArgumentException("the bound of ratios must be above 0, was " + bound);
    }
  }

  @Override
  public String name() {
    return Double.isInfinite(bound) ? "DR" : "switch-DR";
  }

  @Override
  public String source() {
    return Double.isInfinite(bound)
        ? "Dudík, Langford and Li 2011; Jiang and Li 2016"
        : "Wang, Agarwal and Dudík 2017";
  }

  @Override
  public Contributions contributions(List<Trajectory> log) {
    return Contributions.ofMean(log.stream().mapToDouble(this::value).toArray());
  }

  private double value(Trajectory session) {
    double rest = 0;
    for (int t = session.length() - 1; t >= 0; t--) {
      Step step = session.steps().get(t);
      double correction = step.ratio() * (step.reward() + gamma * rest - step.predicted());
      rest = step.expected() + (step.ratio() > bound ? 0 : correction);
    }
    return rest;
  }
}
