package io.pageturner.lifecycle;

import java.time.Duration;

/**
 * What live figures take a version back, and what ends its trial well.
 *
 * @param level of the intervals, above 0 and below 1; they hold it over any number of looks
 * @param maxLoss the loss of reward per page that is borne, as a share of the reference's: the live
 *     version's for one on trial, the baseline bucket's for the live one
 * @param trial a version on trial is promoted after this at the earliest
 * @param maxTrial it is taken back when it could not be told harmless within this
 * @param maxFailures share of pages that a version may fail to answer
 * @param minPages a version is not judged by its failures before it was asked for so many
 */
public record GuardrailSettings(
    double level,
    double maxLoss,
    Duration trial,
    Duration maxTrial,
    double maxFailures,
    int minPages) {
  public GuardrailSettings {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level must be within 0 and 1, was " + level);
    }
    if (!(maxLoss > 0 && maxLoss < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("maxLoss must be above 0, was " + maxLoss);
    }
    if (trial.isNegative() || maxTrial.compareTo(trial) < 0) {
      throw new IllegalArgumentException(
          "maxTrial must be as long as trial or longer, were " + maxTrial + " and " + trial);
    }
    if (!(maxFailures >= 0 && maxFailures <= 1)) {
      throw new IllegalArgumentException("maxFailures must be within 0 and 1, was " + maxFailures);
    }
    if (minPages < 1) {
      throw new IllegalArgumentException("minPages must be 1 or more, was " + minPages);
    }
  }
}
