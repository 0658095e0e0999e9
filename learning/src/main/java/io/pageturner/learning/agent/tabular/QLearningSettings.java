package io.pageturner.learning.agent.tabular;

import io.pageturner.learning.agent.Schedule;
import java.util.List;

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
  /** For CartPole-v1, for 500,000 steps: 3,600 cells over where a good player stays. */
  public static final QLearningSettings CART_POLE =
      new QLearningSettings(
          new Discretisation(
              List.of(
                  new Discretisation.Axis(-2.4, 2.4, 6), // position
                  new Discretisation.Axis(-2, 2, 6), // speed
                  new Discretisation.Axis(-0.21, 0.21, 10), // angle
                  new Discretisation.Axis(-2.5, 2.5, 10))), // angular speed
          0.99,
          Schedule.linear(0.1, 0.02, 400_000),
          Schedule.linear(1, 0.02, 250_000));

  public QLearningSettings {
    if (!(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException("q-learning.gamma must be in [0, 1], was " + gamma);
    }
  }
}
