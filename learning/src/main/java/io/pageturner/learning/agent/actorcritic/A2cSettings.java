package io.pageturner.learning.agent.actorcritic;

import io.pageturner.learning.agent.Schedule;
import io.pageturner.learning.network.Activation;
import java.util.List;

/**
 * Settings of {@link A2c}.
 *
 * @param gamma γ, discount, in [0, 1]
 * @param lambda λ of the advantage estimate; 1 for n-step returns
 * @param workers environments side by side
 * @param length steps of each worker between two updates
 * @param network the networks and the weights of their losses
 * @param learningRate of Adam, by steps of all workers
 * @param clipNorm gradients are scaled down to this global norm
 */
public record A2cSettings(
    double gamma,
    double lambda,
    int workers,
    int length,
    NetworkSettings network,
    Schedule learningRate,
    double clipNorm) {
  /** What stable-baselines3 defaults to with the zoo's eight workers, but for the optimiser. */
  public static final A2cSettings CART_POLE =
      new A2cSettings(0.99, 1, 8, 5, NetworkSettings.DEFAULT, Schedule.constant(7e-4), 0.5);

  /** Near the zoo's for Pendulum-v1: no normalised observations, no state-dependent noise. */
  public static final A2cSettings PENDULUM =
      new A2cSettings(
          0.9,
          0.9,
          8,
          8,
          new NetworkSettings(List.of(64, 64), Activation.TANH, 0.4, 0),
          Schedule.linear(7e-4, 0, 1_000_000),
          0.5);

  public A2cSettings {
    require(gamma >= 0 && gamma <= 1, "gamma must be in [0, 1]", gamma);
    require(lambda >= 0 && lambda <= 1, "lambda must be in [0, 1]", lambda);
    require(workers >= 1, "workers must be 1 or more", workers);
    require(length >= 1, "length must be 1 or more", length);
    require(clipNorm > 0, "clipNorm must be above 0", clipNorm);
  }

  private static void require(boolean holds, String rule, double found) {
    if (!holds) {
      throw new IllegalArgumentException("a2c." + rule + ", was " + found);
    }
  }
}
