package io.pageturner.serving.model;

import io.pageturner.evaluation.offpolicy.Kernel;
import java.util.random.RandomGenerator;

/**
 * The normal distribution N(mean, sigma²) truncated to [−1, 1]: what exploration draws from.
 *
 * <p>Its density is the one that off-policy evaluation weighs logged actions by.
 *
 * <p>Its mean parameter lies inside of the interval, so at least the mass of a half normal is kept
 * and plain rejection is quick for small sigma; for great sigma proposals are uniform.
 *
 * @param mean of the normal before truncation, in [−1, 1]
 * @param sigma of the normal before truncation, above 0
 */
record TruncatedNormal(double mean, double sigma) {
  TruncatedNormal {
    if (!(mean >= -1 && mean <= 1)) {
      throw new IllegalArgumentException("mean must be in [-1, 1], was " + mean);
    }
    if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("sigma must be finite and above 0, was " + sigma);
    }
  }

  /** Probability density at {@code value}; 0 outside of [−1, 1]. */
  double density(double value) {
    return Kernel.GAUSSIAN.density(value, mean, sigma);
  }

  double sample(RandomGenerator random) {
    return sigma < 1 ? sampleByNormal(random) : sampleByUniform(random);
  }

  private double sampleByNormal(RandomGenerator random) {
    while (true) {
      double value = mean + sigma * random.nextGaussian();
      if (value >= -1 && value <= 1) {
        return value;
      }
    }
  }

  private double sampleByUniform(RandomGenerator random) {
    while (true) {
      double value = 2 * random.nextDouble() - 1;
      double z = (value - mean) / sigma;
      if (random.nextDouble() <= Math.exp(-z * z / 2)) {
        return value;
      }
    }
  }
}
