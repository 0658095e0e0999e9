package io.pageturner.features;

import java.time.Duration;
import java.time.Instant;

/**
 * Running mean and variance of a stream, older values weighing exponentially less (SPEC 6.2).
 *
 * <p>A value seen at t weighs exp(−(T − t) / memory), T the newest time seen. The weight depends on
 * the value's own time only, so the outcome is that of the weighted two-pass computation over all
 * values, in whatever order they come and however they were split into parts that are merged
 * (weights by event time: Cormode et al., "Forward decay", ICDE 2009; merging: Chan, Golub and
 * LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979).
 */
public final class RunningZScore {
  /** Larger values count as this large, so that squares stay finite. */
  private static final double LARGEST = 1e100;

  private final double memoryMillis;
  private Parts parts = Parts.NONE;

  /**
   * What is known of the values seen.
   *
   * @param weight Σw, w as of {@code newest}
   * @param mean Σw·x / Σw
   * @param squares Σw·(x − mean)²
   * @param newest epoch milliseconds that the weights are told for
   */
  public record Parts(double weight, double mean, double squares, long newest) {
    static final Parts NONE = new Parts(0, 0, 0, Long.MIN_VALUE);
  }

  /**
   * @param memory after which a value weighs 1/e; more than 0
   */
  public RunningZScore(Duration memory) {
    if (memory.isNegative() || memory.isZero()) {
      throw new IllegalArgumentException("memory must be more than 0, was " + memory);
    }
    this.memoryMillis = memory.toSeconds() * 1e3 + memory.toNanosPart() / 1e6;
  }

  public static RunningZScore restore(Duration memory, Parts parts) {
    RunningZScore restored = new RunningZScore(memory);
    restored.parts = parts;
    return restored;
  }

  /** Takes in a value seen at {@code time}. */
  public void add(double value, Instant time) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a dense value must be finite, was " + value);
    }
    double bounded = Math.max(-LARGEST, Math.min(LARGEST, value));
    merge(new Parts(1, bounded, 0, time.toEpochMilli()));
  }

  /** Takes in all that another one of the same memory has seen. */
  public void merge(Parts other) {
    if (parts.weight == 0 || other.weight == 0) {
      parts = parts.weight == 0 ? other : parts;
      return;
    }
    long newest = Math.max(parts.newest, other.newest);
    double here = decay(parts, newest);
    double there = decay(other, newest);
    double weight = parts.weight * here + other.weight * there;
    double delta = other.mean - parts.mean;
    double share = other.weight * there / weight;
    parts =
        new Parts(
            weight,
            parts.mean + delta * share,
            parts.squares * here
                + other.squares * there
                + delta * delta * share * parts.weight * here,
            newest);
  }

  private double decay(Parts of, long newest) {
    return of.newest == newest ? 1 : Math.exp((of.newest - newest) / memoryMillis);
  }

  public Parts parts() {
    return parts;
  }

  public ZScore snapshot() {
    if (parts.weight == 0) {
      return ZScore.IDENTITY;
    }
    double deviation = Math.sqrt(parts.squares / parts.weight);
    // A deviation that is only rounding noise would blow tiny differences up.
    double noise = 1e-12 * Math.max(1, Math.abs(parts.mean));
    return new ZScore(parts.mean, deviation < noise ? 0 : deviation);
  }
}
