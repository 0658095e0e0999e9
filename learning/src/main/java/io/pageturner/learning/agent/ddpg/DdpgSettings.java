package io.pageturner.learning.agent.ddpg;

import io.pageturner.learning.agent.Schedule;
import io.pageturner.learning.replay.Sampling;
import java.util.List;

/**
 * Settings of {@link Ddpg}.
 *
 * @param gamma γ, discount, in [0, 1]
 * @param nStep steps of rewards before bootstrapping
 * @param tau τ, share of the way that the target networks follow each step, in (0, 1]
 * @param widths of the hidden ReLU layers of either network
 * @param actorRate learning rate of the actor's Adam, by steps
 * @param criticRate learning rate of the critic's Adam, by steps
 * @param clipNorm gradients of either are scaled down to this global norm
 * @param replayCapacity most transitions kept
 * @param sampling how they are drawn: uniform or prioritised
 * @param batchSize transitions a gradient step
 * @param learningStarts steps of uniformly random actions before the first gradient step; after a
 *     snapshot is restored, so many steps of its own exploration
 * @param trainEvery steps between two gradient steps
 * @param noise of exploration
 */
public record DdpgSettings(
    double gamma,
    int nStep,
    double tau,
    List<Integer> widths,
    Schedule actorRate,
    Schedule criticRate,
    double clipNorm,
    int replayCapacity,
    Sampling sampling,
    int batchSize,
    int learningStarts,
    int trainEvery,
    Noise noise) {
  /**
   * Near what rl-baselines3-zoo plays Pendulum-v1 with, for 20,000 steps: smaller networks (400 and
   * 300 there) and batches (256 there), an earlier start.
   */
  public static final DdpgSettings PENDULUM =
      new DdpgSettings(
          0.98,
          1,
          0.005,
          List.of(64, 64),
          Schedule.constant(1e-3),
          Schedule.constant(1e-3),
          Double.POSITIVE_INFINITY,
          200_000,
          new Sampling.Uniform(),
          64,
          1_000,
          1,
          new Noise.OrnsteinUhlenbeck(0.2, 0.15, 1));

  public DdpgSettings {
    widths = List.copyOf(widths);
    require(gamma >= 0 && gamma <= 1, "gamma must be in [0, 1]", gamma);
    require(nStep >= 1, "nStep must be 1 or more", nStep);
    require(tau > 0 && tau <= 1, "tau must be in (0, 1]", tau);
    require(widths.stream().allMatch(width -> width >= 1), "widths must be 1 or more", widths);
    require(clipNorm > 0, "clipNorm must be above 0", clipNorm);
    require(replayCapacity >= 1, "replayCapacity must be 1 or more", replayCapacity);
    require(batchSize >= 1, "batchSize must be 1 or more", batchSize);
    require(learningStarts >= 1, "learningStarts must be 1 or more", learningStarts);
    require(trainEvery >= 1, "trainEvery must be 1 or more", trainEvery);
  }

  private static void require(boolean holds, String rule, Object found) {
    if (!holds) {
      throw new IllegalArgumentException("ddpg." + rule + ", was " + found);
    }
  }
}
