package io.pageturner.learning.tensorflow;

/**
 * Settings of the Adam optimiser (Kingma and Ba, ICLR 2015, algorithm 1).
 *
 * @param learningRate α, the step size
 * @param beta1 β₁, decay of the first moment
 * @param beta2 β₂, decay of the second moment
 * @param epsilon ε̂ of the paper's section 2, keeps the division finite
 * @param clipNorm the gradients of one objective are scaled down to this global norm; infinite for
 *     no clipping
 */
public record AdamSettings(
    double learningRate, double beta1, double beta2, double epsilon, double clipNorm)
    implements Optimiser {
  public AdamSettings {
    require(learningRate > 0 && learningRate < 1, "learningRate must be in (0, 1)", learningRate);
    require(beta1 >= 0 && beta1 < 1, "beta1 must be in [0, 1)", beta1);
    require(beta2 >= 0 && beta2 < 1, "beta2 must be in [0, 1)", beta2);
    require(epsilon > 0 && epsilon < 1, "epsilon must be in (0, 1)", epsilon);
    require(clipNorm > 0, "clipNorm must be above 0", clipNorm);
  }

  /** The paper's decays with a learning rate and a bound on the gradients' norm. */
  public static AdamSettings of(double learningRate, double clipNorm) {
    return new AdamSettings(learningRate, 0.9, 0.999, 1e-8, clipNorm);
  }

  private static void require(boolean holds, String rule, double found) {
    if (!holds) {
      throw new IllegalArgumentException("adam: " + rule + ", was " + found);
    }
  }
}
