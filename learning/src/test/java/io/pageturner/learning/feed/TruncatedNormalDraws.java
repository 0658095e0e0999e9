package io.pageturner.learning.feed;

import java.util.random.RandomGenerator;

/** The normal distribution truncated to [−1, 1], its mass by Simpson's rule. */
final class TruncatedNormalDraws {
  private static final int INTERVALS = 2_000;

  private TruncatedNormalDraws() {}

  static float draw(RandomGenerator random, double mean, double sigma) {
    while (true) {
      float unit = (float) (mean + sigma * random.nextGaussian());
      if (Math.abs(unit) <= 1) {
        return unit;
      }
    }
  }

  static double density(double unit, double mean, double sigma) {
    double step = 2.0 / INTERVALS;
    double mass = 0;
    for (int i = 0; i <= INTERVALS; i++) {
      double factor = i == 0 || i == INTERVALS ? 1 : i % 2 == 0 ? 2 : 4;
      mass += factor * bell(-1 + i * step, mean, sigma) * step / 3;
    }
    return bell(unit, mean, sigma) / mass;
  }

  private static double bell(double unit, double mean, double sigma) {
    return Math.exp(-(unit - mean) * (unit - mean) / (2 * sigma * sigma));
  }
}
