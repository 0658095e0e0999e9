package io.pageturner.learning.ranking;

import java.time.Duration;

/**
 * Settings of a {@link RankerTrainer}.
 *
 * @param warmUp nothing is published before this many pages
 * @param publishInterval time between candidates, when something was learned
 * @param checkpointInterval time between checkpoints, when something was learned
 * @param codeVersion version of this code, for the lineage
 */
public record RankerTrainerSettings(
    long warmUp, Duration publishInterval, Duration checkpointInterval, String codeVersion) {
  public RankerTrainerSettings {
    if (warmUp < 1) {
      throw new IllegalArgumentException("rankers.warm-up must be 1 or more, was " + warmUp);
    }
    requirePositive("publish-interval", publishInterval);
    requirePositive("checkpoint-interval", checkpointInterval);
  }

  private static void requirePositive(String name, Duration found) {
    if (found.isNegative() || found.isZero()) {
      throw new IllegalArgumentException("rankers." + name + " must be above 0, was " + found);
    }
  }
}
