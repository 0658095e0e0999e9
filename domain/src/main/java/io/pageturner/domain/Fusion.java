package io.pageturner.domain;

/**
 * How the scores of an item's objectives become one fused score, f(click, order; θ·a) (SPEC 1.4).
 *
 * <p>{@code scores[0]} is the click score; {@code scores[k]}, {@code theta[k−1]} and the action's
 * factor {@code k−1} belong to the k-th extra objective (order, then dwell, margin, …).
 */
public enum Fusion {
  /** click + Σ θ_k·a_k·score_k. */
  LINEAR {
    @Override
    public double score(double[] scores, double[] theta, Action action) {
      double fused = scores[0];
      for (int k = 1; k < scores.length; k++) {
        fused += theta[k - 1] * action.factor(k - 1) * scores[k];
      }
      return fused;
    }
  },

  /** click · Π score_k^(θ_k·a_k); scores must not be negative. */
  POWER {
    @Override
    public double score(double[] scores, double[] theta, Action action) {
      double fused = scores[0];
      for (int k = 1; k < scores.length; k++) {
        fused *= Math.pow(scores[k], theta[k - 1] * action.factor(k - 1));
      }
      return fused;
    }
  };

  /**
   * The fused score of one item; items are shown in descending order of it.
   *
   * @param scores one score per objective, click first
   * @param theta the team's global weight of each extra objective
   * @param action the agent's factor of each extra objective
   */
  public abstract double score(double[] scores, double[] theta, Action action);
}
