package io.pageturner.evaluation.offpolicy;

import java.util.Arrays;
import java.util.List;

/**
 * Weighted per-decision importance sampling: Σ_t γ^t · Σ_i ρ_{1:t}·r_t / Σ_i ρ_{1:t}.
 *
 * <p>A session that has ended stays in the sum below with its last weight and no reward (Thomas
 * 2015, section 3.7): left out, the estimate would be that of sessions that never end.
 *
 * @param gamma discount γ
 */
public record WeightedPerDecision(double gamma) implements Estimator {
  @Override
  public String name() {
    return "weighted per-decision IS";
  }

  @Override
  public String source() {
    return "Precup, Sutton and Singh 2000; Thomas 2015";
  }

  @Override
  public Contributions contributions(List<Trajectory> log) {
    int longest = log.stream().mapToInt(Trajectory::length).max().orElse(0);
    double[] weights = new double[log.size()];
    Arrays.fill(weights, 1);
    Contributions sum = null;
    for (int t = 0; t < longest; t++) {
      weights = weights.clone();
      Contributions step = step(log, t, weights);
      sum = sum == null ? step : sum.plus(step);
    }
    return sum == null ? Contributions.ofMean(new double[0]) : sum;
  }

  /** What step t adds; takes the weights from ρ_{1:t−1} to ρ_{1:t}. */
  private Contributions step(List<Trajectory> log, int t, double[] weights) {
    double discount = Math.pow(gamma, t);
    double[] rewards = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      if (t < log.get(i).length()) {
        Step step = log.get(i).steps().get(t);
        weights[i] *= step.ratio();
        rewards[i] = discount * weights[i] * step.reward();
      }
    }
    return Contributions.ofRatio(rewards, weights);
  }
}
