package io.pageturner.serving.http;

import java.util.function.LongSupplier;

/**
 * A token bucket: {@code rate} calls a second in the long run, and as many at once after a second
 * of rest. Safe for many threads.
 */
final class RateLimit {
  private static final double NANOS = 1e9;

  private final double rate;
  private final LongSupplier nanoTime;
  private double tokens;
  private long filled;

  /**
   * @param rate calls a second, 1 or more
   * @param nanoTime as {@link System#nanoTime}
   */
  RateLimit(int rate, LongSupplier nanoTime) {
    this.rate = rate;
    this.nanoTime = nanoTime;
    this.tokens = rate;
    this.filled = nanoTime.getAsLong();
  }

  /** Takes one call; false when there is none to take. */
  synchronized boolean take() {
    long now = nanoTime.getAsLong();
    tokens = Math.min(rate, tokens + rate * (now - filled) / NANOS);
    filled = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
