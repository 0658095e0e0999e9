package io.pageturner.lifecycle;

/**
 * How a candidate's value is estimated from the log, and what of it is refused.
 *
 * @param minSessions with fewer logged sessions that explored nothing is said
 * @param level of the interval of the difference, above 0 and below 1
 * @param maxLoss the loss against the live version that is borne, as a share of its value
 */
public record OffPolicySettings(int minSessions, double level, double maxLoss) {
  public OffPolicySettings {
    if (minSessions < 3) {
      throw new IllegalArgumentException("minSessions must be 3 or more, was " + minSessions);
    }
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level must be within 0 and 1, was " + level);
    }
    if (!(maxLoss >= 0 && maxLoss < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("maxLoss must be 0 or more, was " + maxLoss);
    }
  }
}
