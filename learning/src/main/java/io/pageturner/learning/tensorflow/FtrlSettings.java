package io.pageturner.learning.tensorflow;

/**
 * Settings of FTRL-Proximal with a learning rate per coordinate (McMahan et al., "Ad click
 * prediction: a view from the trenches", KDD 2013, algorithm 1), for parameters that start at 0.
 *
 * <pre>
 *   σ = (√(n + g²) − √n)/α;  z ← z + g − σ·w;  n ← n + g²
 *   w = 0 where |z| ≤ λ₁, else −(z − sgn(z)·λ₁) / ((β + √n)/α + λ₂)
 * </pre>
 *
 * @param learningRate α
 * @param beta β, above 0: keeps the first steps short; about 1 by the paper, where gradients are
 *     about 1, too
 * @param l1 λ₁: a weight whose evidence |z| stays within it is exactly 0
 * @param l2 λ₂
 * @param clipNorm the gradients of one objective are scaled down to this global norm; infinite for
 *     no clipping
 */
public record FtrlSettings(double learningRate, double beta, double l1, double l2, double clipNorm)
    implements Optimiser {
  public FtrlSettings {
    require(
        learningRate > 0 && learningRate <= 10, "learningRate must be in (0, 10]", learningRate);
    require(beta > 0 && Double.isFinite(beta), "beta must be above 0 and finite", beta);
    require(l1 >= 0 && Double.isFinite(l1), "l1 must be 0 or more and finite", l1);
    require(l2 >= 0 && Double.isFinite(l2), "l2 must be 0 or more and finite", l2);
    require(clipNorm > 0, "clipNorm must be above 0", clipNorm);
  }

  private static void require(boolean holds, String rule, double found) {
    if (!holds) {
      throw new IllegalArgumentException("ftrl: " + rule + ", was " + found);
    }
  }
}
