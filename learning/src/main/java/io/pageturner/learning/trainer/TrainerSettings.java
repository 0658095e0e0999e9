package io.pageturner.learning.trainer;

import java.time.Duration;

/**
 * Settings of a {@link Trainer}.
 *
 * @param publishInterval time between candidates, when something was learned
 * @param checkpointInterval time between checkpoints
 * @param codeVersion version of this code, for the lineage
 */
public record TrainerSettings(
    Duration publishInterval, Duration checkpointInterval, String codeVersion) {
  public TrainerSettings {
    requirePositive("publishInterval", publishInterval);
    requirePositive("checkpointInterval", checkpointInterval);
  }

  private static void requirePositive(String name, Duration found) {
    if (found.isNegative() || found.isZero()) {
      throw new IllegalArgumentException("trainer." + name + " must be above 0, was " + found);
    }
  }
}
