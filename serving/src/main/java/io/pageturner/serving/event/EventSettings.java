package io.pageturner.serving.event;

import java.time.Duration;

/**
 * How feedback is taken in.
 *
 * @param maxAhead how far an event's time may lie ahead of the clock
 * @param maxBehind how far it may lie behind
 * @param maxBatch greatest number of events per request
 * @param recentEvents how many event ids are remembered, to take each event in once
 * @param logTimeout how long the event log may take before an event is rejected
 */
public record EventSettings(
    Duration maxAhead, Duration maxBehind, int maxBatch, int recentEvents, Duration logTimeout) {
  public static final EventSettings DEFAULT =
      new EventSettings(
          Duration.ofMinutes(1), Duration.ofHours(24), 1_000, 100_000, Duration.ofSeconds(5));

  public EventSettings {
    if (maxAhead.isNegative() || maxBehind.isNegative()) {
      throw new IllegalArgumentException(
          "maxAhead and maxBehind must not be negative, were " + maxAhead + ", " + maxBehind);
    }
    if (maxBatch < 1 || recentEvents < maxBatch) {
      throw new IllegalArgumentException(
          "maxBatch must be 1 or more and recentEvents at least that, were "
              + maxBatch
              + " and "
              + recentEvents);
    }
    if (logTimeout.isNegative() || logTimeout.isZero()) {
      throw new IllegalArgumentException("logTimeout must be above 0, was " + logTimeout);
    }
  }
}
