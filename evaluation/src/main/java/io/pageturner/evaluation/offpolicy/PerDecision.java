package io.pageturner.evaluation.offpolicy;

import java.util.List;

/**
 * Per-decision importance sampling: mean of Σ_t γ^t·ρ_{1:t}·r_t.
 *
 * <p>A reward is weighted by the decisions up to it only, since later ones cannot have caused it:
 * unbiased like IPS, with less variance. The same as IPS for single decisions.
 *
 * @param gamma discount γ
 */
public record PerDecision(double gamma) implements Estimator {
  @Override
  public String name() {
    return "per-decision IS";
  }

  @Override
  public String source() {
    return "Precup, Sutton and Singh 2000";
  }

  @Override
  public Contributions contributions(List<Trajectory> log) {
    return Contributions.ofMean(log.stream().mapToDouble(this::value).toArray());
  }

  private double value(Trajectory session) {
    double total = 0;
    double weight = 1;
    for (Step step : session.steps()) {
      weight *= step.ratio();
      total += weight * step.reward();
      weight *= gamma;
    }
    return total;
  }
}
