package io.pageturner.simulator;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Virtual times, all log-normal: long-tailed, as page turns are.
 *
 * @param glance time that a looked-at item takes
 * @param think median time between the last look and the next page
 * @param thinkSigma standard deviation of its logarithm
 * @param dwell median time on an opened item
 * @param dwellSigma standard deviation of its logarithm
 * @param checkout median time that an order takes
 * @param longestPause cap on each of these; below the session gap, so that a session stays one
 * @param away median time between two visits
 * @param awaySigma standard deviation of its logarithm
 */
public record Rhythm(
    Duration glance,
    Duration think,
    double thinkSigma,
    Duration dwell,
    double dwellSigma,
    Duration checkout,
    Duration longestPause,
    Duration away,
    double awaySigma) {
  public static final Rhythm DEFAULT =
      new Rhythm(
          Duration.ofMillis(700),
          Duration.ofSeconds(4),
          1,
          Duration.ofSeconds(10),
          0.8,
          Duration.ofSeconds(20),
          Duration.ofMinutes(5),
          Duration.ofMinutes(100),
          0.6);

  public Rhythm {
    positive("glance", glance);
    positive("think", think);
    positive("dwell", dwell);
    positive("checkout", checkout);
    positive("longestPause", longestPause);
    positive("away", away);
    Checks.atLeast("rhythm.thinkSigma", 0, thinkSigma);
    Checks.atLeast("rhythm.dwellSigma", 0, dwellSigma);
    Checks.atLeast("rhythm.awaySigma", 0, awaySigma);
  }

  Duration thinking(RandomGenerator random) {
    return pause(random, think, thinkSigma);
  }

  Duration dwelling(RandomGenerator random) {
    return pause(random, dwell, dwellSigma);
  }

  Duration checkingOut(RandomGenerator random) {
    return pause(random, checkout, dwellSigma);
  }

  /** Time until the next visit; {@code factor} is the user's, and what the last visit left. */
  Duration away(RandomGenerator random, double factor) {
    return Duration.ofMillis(
        Math.round(Randomness.logNormal(random, away.toMillis() * factor, awaySigma)));
  }

  private Duration pause(RandomGenerator random, Duration median, double sigma) {
    double millis = Randomness.logNormal(random, median.toMillis(), sigma);
    return Duration.ofMillis(Math.round(Math.min(millis, longestPause.toMillis())));
  }

  private static void positive(String name, Duration value) {
    Checks.positive("rhythm." + name + " in ms", value.toMillis());
  }
}
