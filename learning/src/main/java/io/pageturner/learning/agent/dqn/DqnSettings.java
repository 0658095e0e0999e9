package io.pageturner.learning.agent.dqn;

import io.pageturner.learning.agent.Schedule;
import io.pageturner.learning.replay.Sampling;
import java.util.List;

/**
 * Settings of {@link Dqn}.
 *
 * @param gamma γ, discount, in [0, 1]
 * @param nStep steps of rewards before bootstrapping
 * @param nextValue what the next state is worth: plain or double
 * @param head how Q is put together: plain or dueling
 * @param loss what an error costs
 * @param widths of the hidden ReLU layers
 * @param learningRate of Adam, by steps
 * @param clipNorm gradients are scaled down to this global norm
 * @param replayCapacity most transitions kept
 * @param sampling how they are drawn: uniform or prioritised
 * @param batchSize transitions a gradient step
 * @param learningStarts steps before the first gradient step, also after a snapshot is restored
 * @param trainEvery steps between two rounds of gradient steps
 * @param gradientSteps gradient steps a round
 * @param targetEvery steps between two copies of Q into the target network
 * @param epsilon ε of ε-greedy exploration, by steps
 */
public record DqnSettings(
    double gamma,
    int nStep,
    NextValue nextValue,
    QHead head,
    TdLoss loss,
    List<Integer> widths,
    Schedule learningRate,
    double clipNorm,
    int replayCapacity,
    Sampling sampling,
    int batchSize,
    int learningStarts,
    int trainEvery,
    int gradientSteps,
    int targetEvery,
    Schedule epsilon) {
  /** What rl-baselines3-zoo plays CartPole-v1 with, for 50,000 steps. */
  public static final DqnSettings CART_POLE =
      new DqnSettings(
          0.99,
          1,
          NextValue.MAX,
          QHead.PLAIN,
          TdLoss.HUBER,
          List.of(256, 256),
          Schedule.constant(2.3e-3),
          10,
          100_000,
          new Sampling.Uniform(),
          64,
          1_000,
          256,
          128,
          10,
          Schedule.linear(1, 0.04, 8_000));

  /**
   * What CleanRL's {@code dqn.py} plays CartPole-v1, Acrobot-v1 and MountainCar-v0 with, for
   * 500,000 steps. With Huber's loss Q grows without bound here: see docs/agents/dqn.md.
   */
  public static final DqnSettings CLASSIC_CONTROL =
      new DqnSettings(
          0.99,
          1,
          NextValue.MAX,
          QHead.PLAIN,
          TdLoss.SQUARED,
          List.of(120, 84),
          Schedule.constant(2.5e-4),
          Double.POSITIVE_INFINITY,
          10_000,
          new Sampling.Uniform(),
          128,
          10_000,
          10,
          1,
          500,
          Schedule.linear(1, 0.05, 250_000));

  public DqnSettings {
    widths = List.copyOf(widths);
    require(gamma >= 0 && gamma <= 1, "gamma must be in [0, 1]", gamma);
    require(nStep >= 1, "nStep must be 1 or more", nStep);
    require(widths.stream().allMatch(width -> width >= 1), "widths must be 1 or more", widths);
    require(clipNorm > 0, "clipNorm must be above 0", clipNorm);
    require(replayCapacity >= 1, "replayCapacity must be 1 or more", replayCapacity);
    require(batchSize >= 1, "batchSize must be 1 or more", batchSize);
    require(learningStarts >= 0, "learningStarts must be 0 or more", learningStarts);
    require(trainEvery >= 1, "trainEvery must be 1 or more", trainEvery);
    require(gradientSteps >= 1, "gradientSteps must be 1 or more", gradientSteps);
    require(targetEvery >= 1, "targetEvery must be 1 or more", targetEvery);
  }

  /** The same with another value of the next state. */
  public DqnSettings with(NextValue other) {
    return changed(nStep, other, head, loss, sampling);
  }

  /** The same with another head. */
  public DqnSettings with(QHead other) {
    return changed(nStep, nextValue, other, loss, sampling);
  }

  /** The same with another loss. */
  public DqnSettings with(TdLoss other) {
    return changed(nStep, nextValue, head, other, sampling);
  }

  /** The same with another way of drawing from the replay. */
  public DqnSettings with(Sampling other) {
    return changed(nStep, nextValue, head, loss, other);
  }

  /** The same with so many steps of rewards before bootstrapping. */
  public DqnSettings withNStep(int steps) {
    return changed(steps, nextValue, head, loss, sampling);
  }

  private DqnSettings changed(
      int otherSteps,
      NextValue otherValue,
      QHead otherHead,
      TdLoss otherLoss,
      Sampling otherSampling) {
    return new DqnSettings(
        gamma,
        otherSteps,
        otherValue,
        otherHead,
        otherLoss,
        widths,
        learningRate,
        clipNorm,
        replayCapacity,
        otherSampling,
        batchSize,
        learningStarts,
        trainEvery,
        gradientSteps,
        targetEvery,
        epsilon);
  }

  private static void require(boolean holds, String rule, Object found) {
    if (!holds) {
      throw new IllegalArgumentException("dqn." + rule + ", was " + found);
    }
  }
}
