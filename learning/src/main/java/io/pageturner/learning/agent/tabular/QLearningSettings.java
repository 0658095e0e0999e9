package io.pageturner.learning.agent.tabular;

import io.pageturner.learning.agent.Schedule;

/**
 * Settings of {@link QLearning}.
 *
 * @param discretisation how states become cells
 * @param gamma γ, discount, in [0, 1]
 * @param alpha α, step size, by steps
 * @param epsilon ε of ε-greedy exploration, by steps
 */
public record QLearningSettings(
    Discretisation discretisation, double gamma, Schedule alpha, Schedule epsilon) {
  public QLearningSettings {
    if (!(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException("q-learning.gamma must be in [0, 1], was " + gamma);
    }
  }
}
