package io.pageturner.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that runs {@code factor} times as fast as the real one until it has caught up with the
 * present, and with the present from then on: it never shows the future.
 */
public final class AcceleratedClock implements InstantSource {
  private final InstantSource real;
  private final Instant realStart;
  private final Instant start;
  private final double factor;

  /**
   * A clock that shows {@code start} now.
   *
   * @param real the real clock
   * @param start not after the present
   * @param factor 1 or more
   */
  public AcceleratedClock(InstantSource real, Instant start, double factor) {
    Checks.atLeast("clock factor", 1, factor);
    this.real = real;
    this.realStart = real.instant();
    if (start.isAfter(realStart)) {
      throw new IllegalArgumentException(
          "an accelerated clock starts in the past; " + start + " is after " + realStart);
    }
    this.start = start;
    this.factor = factor;
  }

  /** A clock that catches up with the present after {@code wall} of real time. */
  public static AcceleratedClock endingAtPresent(InstantSource real, Duration wall, double factor) {
    Duration ahead = scale(wall, factor - 1);
    return new AcceleratedClock(real, real.instant().minus(ahead), factor);
  }

  public double factor() {
    return factor;
  }

  @Override
  public Instant instant() {
    Instant present = real.instant();
    Instant accelerated = start.plus(scale(Duration.between(realStart, present), factor));
    return accelerated.isBefore(present) ? accelerated : present;
  }

  /** Real time until this clock shows {@code due}; zero when that has passed. */
  public Duration wallUntil(Instant due) {
    Instant accelerated = realStart.plus(scale(Duration.between(start, due), 1 / factor));
    // Past the present the clock shows real time, so nothing is shown before its own real time.
    Instant shown = accelerated.isAfter(due) ? accelerated : due;
    Duration left = Duration.between(real.instant(), shown);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static Duration scale(Duration duration, double by) {
    return Duration.ofNanos(Math.round(duration.toNanos() * by));
  }
}
