package io.pageturner.learning.agent.actorcritic;

import io.pageturner.learning.agent.Schedule;

/**
 * Settings of {@link Ppo}.
 *
 * @param gamma γ, discount, in [0, 1]
 * @param lambda λ of the advantage estimate
 * @param workers environments side by side
 * @param length steps of each worker between two updates
 * @param epochs passes over those steps
 * @param batchSize rows a gradient step
 * @param clip ε, how far ρ may leave 1, by steps of all workers
 * @param network the networks and the weights of their losses
 * @param learningRate of Adam, by steps of all workers
 * @param clipNorm gradients are scaled down to this global norm
 */
public record PpoSettings(
    double gamma,
    double lambda,
    int workers,
    int length,
    int epochs,
    int batchSize,
    Schedule clip,
    NetworkSettings network,
    Schedule learningRate,
    double clipNorm) {
  /** What rl-baselines3-zoo plays CartPole-v1 with, for 100,000 steps. */
  public static final PpoSettings CART_POLE =
      new PpoSettings(
          0.98,
          0.8,
          8,
          32,
          20,
          256,
          Schedule.linear(0.2, 0, 100_000),
          NetworkSettings.DEFAULT,
          Schedule.linear(1e-3, 0, 100_000),
          0.5);

  /** What rl-baselines3-zoo plays Pendulum-v1 with, but for state-dependent noise. */
  public static final PpoSettings PENDULUM =
      new PpoSettings(
          0.9,
          0.95,
          4,
          1_024,
          10,
          64,
          Schedule.constant(0.2),
          NetworkSettings.DEFAULT,
          Schedule.constant(1e-3),
          0.5);

  public PpoSettings {
    require(gamma >= 0 && gamma <= 1, "gamma must be in [0, 1]", gamma);
    require(lambda >= 0 && lambda <= 1, "lambda must be in [0, 1]", lambda);
    require(workers >= 1, "workers must be 1 or more", workers);
    require(length >= 1, "length must be 1 or more", length);
    require(epochs >= 1, "epochs must be 1 or more", epochs);
    require(
        batchSize >= 2 && batchSize <= workers * length,
        "batchSize must be in [2, workers · length]",
        batchSize);
    require(clipNorm > 0, "clipNorm must be above 0", clipNorm);
  }

  private static void require(boolean holds, String rule, double found) {
    if (!holds) {
      throw new IllegalArgumentException("ppo." + rule + ", was " + found);
    }
  }
}
