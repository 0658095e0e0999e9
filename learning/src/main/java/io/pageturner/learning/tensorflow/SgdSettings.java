package io.pageturner.learning.tensorflow;

/**
 * Settings of plain stochastic gradient descent: w ← w − η·g.
 *
 * @param learningRate η
 * @param clipNorm the gradients of one objective are scaled down to this global norm; infinite for
 *     no clipping
 */
public record SgdSettings(double learningRate, double clipNorm) implements Optimiser {
  public SgdSettings {
    if (!(learningRate > 0 && learningRate < 1)) {
      throw new IllegalArgumentException(
          "sgd: learningRate must be in (0, 1), was " + learningRate);
    }
    if (!(clipNorm > 0)) {
      throw new IllegalArgumentException("sgd: clipNorm must be above 0, was " + clipNorm);
    }
  }
}
