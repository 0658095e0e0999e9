package io.pageturner.serving.metrics;

import java.util.Arrays;

/**
 * The latencies of the last requests, a bounded ring, for exact quantiles of what is going on now.
 */
public final class RecentLatency {
  private final long[] nanos;
  private long count;

  /**
   * @param capacity how many latencies are kept, 1 or more
   */
  public RecentLatency(int capacity) {
    nanos = new long[capacity];
  }

  public synchronized void add(long latencyNanos) {
    nanos[(int) (count++ % nanos.length)] = latencyNanos;
  }

  /** How many latencies were added in all. */
  public synchronized long count() {
    return count;
  }

  /**
   * The latency in milliseconds that a share {@code quantile} of the kept ones does not exceed
   * (nearest rank); NaN when there are none.
   *
   * @param quantile in (0, 1]
   */
  public double millis(double quantile) {
    long[] sorted = kept();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(quantile * sorted.length);
    return sorted[Math.max(0, rank - 1)] / 1e6;
  }

  private synchronized long[] kept() {
    return Arrays.copyOf(nanos, (int) Math.min(count, nanos.length));
  }
}
