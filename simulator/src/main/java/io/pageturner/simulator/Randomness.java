package io.pageturner.simulator;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Random streams that are a function of their key alone, so that nothing depends on the order in
 * which users, pages or threads happen to be served.
 */
final class Randomness {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Randomness() {}

  /** The stream of a key such as (seed, purpose, user, visit, page). */
  static RandomGenerator stream(long seed, long... key) {
    long mixed = mix(seed + GOLDEN_GAMMA);
    for (long part : key) {
      mixed = mix(mixed ^ mix(part + GOLDEN_GAMMA));
    }
    return new SplittableRandom(mixed);
  }

  /** A log-normal draw: long-tailed and above zero. */
  static double logNormal(RandomGenerator random, double median, double sigma) {
    return median * Math.exp(sigma * random.nextGaussian());
  }

  /** Stafford's variant 13 of the 64-bit finaliser, as used by SplitMix64. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
