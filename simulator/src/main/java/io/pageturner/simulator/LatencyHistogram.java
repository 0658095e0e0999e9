package io.pageturner.simulator;

/**
 * Counts of latencies in buckets that grow by a twelfth of an octave: quantiles are at most 6 % too
 * high, from a microsecond to a minute. Not safe for several threads.
 */
final class LatencyHistogram {
  private static final int PER_OCTAVE = 12;
  private static final int OCTAVES = 26;
  private static final double LOG_2 = Math.log(2);

  private final int[] counts = new int[PER_OCTAVE * OCTAVES + 1];
  private long count;
  private long maxNanos;

  void add(long nanos) {
    counts[bucket(nanos)]++;
    count++;
    maxNanos = Math.max(maxNanos, nanos);
  }

  long count() {
    return count;
  }

  double maxMillis() {
    return maxNanos / 1e6;
  }

  /** The latency that a share {@code quantile} of requests stays within, ms; 0 without requests. */
  double quantileMillis(double quantile) {
    long rank = (long) Math.ceil(quantile * count);
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= rank && seen > 0) {
        return Math.min(upperMillis(bucket), maxMillis());
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    double octaves = Math.log(Math.max(1, nanos / 1e3)) / LOG_2;
    return (int) Math.min(PER_OCTAVE * OCTAVES, Math.ceil(octaves * PER_OCTAVE));
  }

  private static double upperMillis(int bucket) {
    return Math.pow(2, (double) bucket / PER_OCTAVE) / 1e3;
  }
}
