package io.pageturner.learning.agent.actorcritic;

import io.pageturner.learning.agent.Schedule;

/**
 * Settings of {@link A3c}.
 *
 * @param gamma γ, discount, in [0, 1]
 * @param lambda λ of the advantage estimate; 1 for n-step returns, as in the paper
 * @param workers threads, each with an environment and a copy of the networks
 * @param length steps of a worker between two of its updates
 * @param network the networks and the weights of their losses
 * @param learningRate of the shared RMSProp, by steps of all workers
 * @param decay α, decay of the shared RMSProp's mean square, in [0, 1)
 * @param epsilon ε under the shared RMSProp's root
 * @param clipNorm a worker's gradients are scaled down to this global norm
 */
public record A3cSettings(
    double gamma,
    double lambda,
    int workers,
    int length,
    NetworkSettings network,
    Schedule learningRate,
    double decay,
    double epsilon,
    double clipNorm) {
  /** A2C's settings with the paper's optimiser and four threads. */
  public static final A3cSettings CART_POLE =
      new A3cSettings(
          0.99, 1, 4, 20, NetworkSettings.DEFAULT, Schedule.constant(7e-4), 0.99, 1e-5, 0.5);

  public A3cSettings {
    require(gamma >= 0 && gamma <= 1, "gamma must be in [0, 1]", gamma);
    require(lambda >= 0 && lambda <= 1, "lambda must be in [0, 1]", lambda);
    require(workers >= 1, "workers must be 1 or more", workers);
    require(length >= 1, "length must be 1 or more", length);
    require(decay >= 0 && decay < 1, "decay must be in [0, 1)", decay);
    require(epsilon > 0, "epsilon must be above 0", epsilon);
    require(clipNorm > 0, "clipNorm must be above 0", clipNorm);
  }

  private static void require(boolean holds, String rule, double found) {
    if (!holds) {
      throw new IllegalArgumentException("a3c." + rule + ", was " + found);
    }
  }
}
