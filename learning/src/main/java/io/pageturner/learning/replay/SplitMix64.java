package io.pageturner.learning.replay;

import java.util.random.RandomGenerator;

/**
 * A seeded source of random numbers whose whole state is one number, so that a checkpoint can hold
 * it (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
 */
public final class SplitMix64 implements RandomGenerator {
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  public SplitMix64(long seed) {
    this.state = seed;
  }

  /** What a new generator must be seeded with to continue where this one stands. */
  public long state() {
    return state;
  }

  /** Continues where {@link #state()} was read. */
  public void restore(long savedState) {
    state = savedState;
  }

  @Override
  public long nextLong() {
    state += GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
