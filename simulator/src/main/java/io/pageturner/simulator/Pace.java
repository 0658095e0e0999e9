package io.pageturner.simulator;

import java.time.Duration;

/**
 * How many visits may start: as many as make the wanted page rate, halved when the server cannot
 * keep up and recovering slowly (additive increase, multiplicative decrease).
 */
final class Pace {
  private static final double LEAST_THROTTLE = 0.02;
  private static final double RECOVERY_PER_SECOND = 0.1;
  private static final long NANOS_BETWEEN_CUTS = 500_000_000;
  private static final double MOST_CREDIT_SECONDS = 0.1;
  private static final double SMOOTHING = 0.01;
  private static final double LATENCY_SMOOTHING = 0.05;

  private final long slowNanos;
  private double pagesPerSecond;
  private double pagesPerVisit;
  private double throttle = 1;
  private double latency;
  private double credit;
  private long lastNanos;
  private long lastCutNanos;

  /**
   * A pace that begins now.
   *
   * @param pagesPerVisit first guess; it is learned from the visits
   * @param slow mean latency above which the server cannot keep up
   */
  Pace(double pagesPerSecond, double pagesPerVisit, Duration slow, long nanos) {
    this.slowNanos = slow.toNanos();
    this.pagesPerSecond = pagesPerSecond;
    this.pagesPerVisit = pagesPerVisit;
    this.lastNanos = nanos;
    this.lastCutNanos = nanos - NANOS_BETWEEN_CUTS;
  }

  void pagesPerSecond(double rate) {
    Checks.positive("pagesPerSecond", rate);
    pagesPerSecond = rate;
  }

  /** The share of the wanted rate that the server is trusted with. */
  double throttle() {
    return throttle;
  }

  /** Lets time pass. */
  void tick(long nanos) {
    double seconds = (nanos - lastNanos) / 1e9;
    lastNanos = nanos;
    throttle = Math.min(1, throttle + RECOVERY_PER_SECOND * seconds);
    double visitsPerSecond = pagesPerSecond / pagesPerVisit * throttle;
    double most = Math.max(1, visitsPerSecond * MOST_CREDIT_SECONDS);
    credit = Math.min(most, credit + visitsPerSecond * seconds);
  }

  /** Takes the right to start a visit, when there is one. */
  boolean tryStart() {
    if (credit < 1) {
      return false;
    }
    credit--;
    return true;
  }

  /** A visit ended after so many pages. */
  void ended(int pages) {
    pagesPerVisit += SMOOTHING * (Math.max(1, pages) - pagesPerVisit);
  }

  /** An answer took so long; single slow ones do not matter. */
  void answered(long latencyNanos, long nanos) {
    latency += LATENCY_SMOOTHING * (latencyNanos - latency);
    if (latency > slowNanos) {
      slowDown(nanos);
    }
  }

  /** The server refused, or did not answer. */
  void slowDown(long nanos) {
    if (nanos - lastCutNanos >= NANOS_BETWEEN_CUTS) {
      lastCutNanos = nanos;
      throttle = Math.max(LEAST_THROTTLE, throttle / 2);
    }
  }
}
