package io.pageturner.evaluation.offpolicy;

import java.util.List;

/**
 * Self-normalised inverse propensity scoring, SNIPS: Σ ρ_{1:T}·G / Σ ρ_{1:T}.
 *
 * <p>Consistent, a little biased, bounded by the rewards that were seen. Over sessions of several
 * steps it is weighted importance sampling.
 *
 * @param gamma discount γ
 */
public record SelfNormalised(double gamma) implements Estimator {
  @Override
  public String name() {
    return "SNIPS";
  }

  @Override
  public String source() {
    return "Swaminathan and Joachims 2015";
  }

  @Override
  public Contributions contributions(List<Trajectory> log) {
    double[] weights = log.stream().mapToDouble(Trajectory::weight).toArray();
    double[] weighted = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      weighted[i] = weights[i] * log.get(i).discountedReturn(gamma);
    }
    return Contributions.ofRatio(weighted, weights);
  }
}
