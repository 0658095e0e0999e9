package io.pageturner.learning.agent.linear;

import io.pageturner.learning.agent.Schedule;

/**
 * Settings of {@link LinearHeads} and {@link LinearAgent}.
 *
 * @param gamma γ, discount, in [0, 1]
 * @param link identity for values, logistic for probabilities such as that of a click
 * @param value how V learns
 * @param advantage how A learns
 * @param epsilon ε of ε-greedy exploration, by steps
 */
public record LinearHeadsSettings(
    double gamma, Link link, Optimiser value, Optimiser advantage, Schedule epsilon) {
  public LinearHeadsSettings {
    if (!(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException("linear-heads.gamma must be in [0, 1], was " + gamma);
    }
  }
}
