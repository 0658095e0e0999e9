package io.pageturner.learning.feed;

import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.learning.tensorflow.FtrlSettings;
import io.pageturner.learning.tensorflow.Optimiser;

/**
 * How a feed's policies are learned: what {@link AdvantageDdpg} reads, and most others a part of.
 *
 * @param gamma γ, discount of the next page's value, in [0, 1)
 * @param value optimiser of V and the state network
 * @param advantage optimiser of each agent's A
 * @param actor optimiser of each agent's μ
 * @param advantageDecay weight of the squared norm of A's kernels in A's loss: the residual is
 *     nearly all noise, which an unbounded A learns by heart
 * @param actorPull weight of (z − z₀)² in the actor's loss, z the actor's output before tanh and z₀
 *     that of a = 1: keeps tanh from saturating, and the action near the team's own ranking where A
 *     sees no difference
 * @param clip ε of PPO, how far a policy may leave the one that was served, above 0; no other
 *     algorithm reads it
 * @param rewardScale rewards are multiplied by it before learning, so that V is of order 1 to 10;
 *     figures are told in the feed's own units
 * @param linear optimiser of V's correction and of each agent's A where they are linear ({@link
 *     Algorithm#LINEAR_HEADS}); no other algorithm reads it
 */
public record PolicyLearnerSettings(
    double gamma,
    AdamSettings value,
    AdamSettings advantage,
    AdamSettings actor,
    double advantageDecay,
    double actorPull,
    double clip,
    double rewardScale,
    Optimiser linear) {
  /** What the demo learns with. */
  public static final PolicyLearnerSettings DEFAULT =
      new PolicyLearnerSettings(
          0.9,
          AdamSettings.of(1e-3, 10),
          AdamSettings.of(1e-3, 10),
          AdamSettings.of(3e-4, 10),
          1e-4,
          1e-3,
          0.5,
          1,
          new FtrlSettings(0.05, 1, 0, 0, 10));

  public PolicyLearnerSettings {
    require(gamma >= 0 && gamma < 1, "gamma must be in [0, 1)", gamma);
    require(within(advantageDecay, 1), "advantageDecay must be in [0, 1]", advantageDecay);
    require(within(actorPull, 1), "actorPull must be in [0, 1]", actorPull);
    require(clip > 0 && clip < 1, "clip must be in (0, 1)", clip);
    require(
        rewardScale > 0 && rewardScale < Double.POSITIVE_INFINITY,
        "rewardScale must be above 0",
        rewardScale);
  }

  /** These settings with another optimiser of linear heads. */
  public PolicyLearnerSettings withLinear(Optimiser other) {
    return new PolicyLearnerSettings(
        gamma, value, advantage, actor, advantageDecay, actorPull, clip, rewardScale, other);
  }

  private static boolean within(double value, double most) {
    return value >= 0 && value <= most;
  }

  private static void require(boolean holds, String rule, double found) {
    if (!holds) {
      throw new IllegalArgumentException("agent." + rule + ", was " + found);
    }
  }
}
