package io.pageturner.evaluation.offpolicy;

import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * How much a logged continuous action u says about the action m that the evaluated policy would
 * have taken: K((u − m) / h) / h on the unit scale [−1, 1], for kernelised estimators (Kallus and
 * Zhou 2018).
 *
 * <p>The kernel is cut off at −1 and 1 and scaled to mass 1, so that it is a density: that of the
 * evaluated policy smoothed by noise of width h. Kernelised IPS and DR are IPS and DR with this
 * density as π(a|s). For a policy that explores by truncated Gaussian noise of σ = h they are
 * exact; for the policy without noise they have a bias of order h².
 */
public enum Kernel {
  /** Standard normal density. */
  GAUSSIAN(4) {
    @Override
    double density(double z) {
      return NORMAL.density(z);
    }

    @Override
    double mass(double from, double to) {
      return NORMAL.probability(from, to);
    }
  },

  /** ¾(1 − z²) within ±1: no weight at all for actions further away than h. */
  EPANECHNIKOV(1) {
    @Override
    double density(double z) {
      return Math.abs(z) < 1 ? 0.75 * (1 - z * z) : 0;
    }

    @Override
    double mass(double from, double to) {
      return below(to) - below(from);
    }

    private static double below(double z) {
      double cut = Math.max(-1, Math.min(1, z));
      return 0.5 + 0.75 * cut - 0.25 * cut * cut * cut;
    }
  };

  private static final NormalDistribution NORMAL = new NormalDistribution();
  private static final int POINTS = 33;

  private final double reach;

  Kernel(double reach) {
    this.reach = reach;
  }

  abstract double density(double z);

  abstract double mass(double from, double to);

  /**
   * Density at {@code u}; 0 outside of [−1, 1].
   *
   * @param mean m in [−1, 1]
   * @param bandwidth h above 0
   */
  public double density(double u, double mean, double bandwidth) {
    if (!(u >= -1 && u <= 1)) {
      return 0;
    }
    double mass = mass((-1 - mean) / bandwidth, (1 - mean) / bandwidth);
    return density((u - mean) / bandwidth) / (bandwidth * mass);
  }

  /** A number for each action on the unit scale. */
  @FunctionalInterface
  public interface ActionFunction {
    /** [features] at u. */
    double[] at(double u);
  }

  /** E f(u) under the density around {@code mean}, by the midpoint rule: [features]. */
  public double[] expectation(ActionFunction f, double mean, double bandwidth) {
    double low = Math.max(-1, mean - reach * bandwidth);
    double high = Math.min(1, mean + reach * bandwidth);
    double[] sum = new double[f.at(mean).length];
    double total = 0;
    for (int point = 0; point < POINTS; point++) {
      double u = low + (point + 0.5) * (high - low) / POINTS;
      double weight = density((u - mean) / bandwidth);
      double[] values = f.at(u);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * values[i];
      }
      total += weight;
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= total;
    }
    return sum;
  }
}
