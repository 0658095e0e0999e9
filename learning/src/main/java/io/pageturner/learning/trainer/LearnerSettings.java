package io.pageturner.learning.trainer;

import io.pageturner.domain.ActionSpace;
import io.pageturner.learning.ddpg.AdvantageDdpgSettings;
import io.pageturner.learning.replay.Sampling;
import java.time.Duration;
import java.util.List;

/**
 * Settings of a {@link Learner}.
 *
 * @param agents who learns; one or more, each with a bucket of its own
 * @param actions what they may do
 * @param agent how they learn
 * @param exploration how they explore
 * @param replayCapacity most transitions in the replay
 * @param sampling how they are drawn from it
 * @param batchSize transitions of one update
 * @param samplesPerTransition how many samples are drawn from the replay for each new transition
 * @param warmupTransitions before so many transitions nothing is learned; they give the first
 *     z-scores
 * @param headsFrom A and μ learn from so many transitions on, when V is no longer nonsense
 * @param zScoreMemory a value that is older than the newest by this weighs 1/e in the z-scores
 * @param rewardLimit a transition whose |reward| is above it is skipped: it is a fault of the log
 * @param seed of parameters and of draws
 */
public record LearnerSettings(
    List<TrainedAgent> agents,
    ActionSpace actions,
    AdvantageDdpgSettings agent,
    ExplorationSchedule exploration,
    int replayCapacity,
    Sampling sampling,
    int batchSize,
    int samplesPerTransition,
    int warmupTransitions,
    int headsFrom,
    Duration zScoreMemory,
    double rewardLimit,
    long seed) {
  public LearnerSettings {
    agents = List.copyOf(agents);
    atLeast("agents", 1, agents.size());
    atLeast("replayCapacity", 1, replayCapacity);
    atLeast("batchSize", 1, batchSize);
    atLeast("samplesPerTransition", 1, samplesPerTransition);
    atLeast("warmupTransitions", 1, warmupTransitions);
    atLeast("headsFrom", 0, headsFrom);
    if (zScoreMemory.isNegative() || zScoreMemory.isZero()) {
      throw new IllegalArgumentException(
          "trainer.zScoreMemory must be more than 0, was " + zScoreMemory);
    }
    if (agents.stream().map(TrainedAgent::bucket).distinct().count() < agents.size()
        || agents.stream().map(TrainedAgent::bundle).distinct().count() < agents.size()) {
      throw new IllegalArgumentException(
          "trainer.agents need a bucket and a bundle of their own each, were " + agents);
    }
    if (!(rewardLimit > 0)) {
      throw new IllegalArgumentException("trainer.rewardLimit must be above 0, was " + rewardLimit);
    }
  }

  /** What the demo learns with. */
  public static LearnerSettings defaults(List<TrainedAgent> agents, long seed) {
    return new LearnerSettings(
        agents,
        ActionSpace.DEFAULT,
        AdvantageDdpgSettings.DEFAULT,
        ExplorationSchedule.DEFAULT,
        100_000,
        new Sampling.Uniform(),
        256,
        16,
        500,
        2_000,
        Duration.ofDays(7),
        1e6,
        seed);
  }

  /** These settings with another seed. */
  public LearnerSettings withSeed(long newSeed) {
    return new LearnerSettings(
        agents,
        actions,
        agent,
        exploration,
        replayCapacity,
        sampling,
        batchSize,
        samplesPerTransition,
        warmupTransitions,
        headsFrom,
        zScoreMemory,
        rewardLimit,
        newSeed);
  }

  /** These settings with another way of drawing from the replay. */
  public LearnerSettings withSampling(Sampling other) {
    return new LearnerSettings(
        agents,
        actions,
        agent,
        exploration,
        replayCapacity,
        other,
        batchSize,
        samplesPerTransition,
        warmupTransitions,
        headsFrom,
        zScoreMemory,
        rewardLimit,
        seed);
  }

  private static void atLeast(String name, long least, long found) {
    if (found < least) {
      throw new IllegalArgumentException(
          "trainer." + name + " must be " + least + " or more, was " + found);
    }
  }
}
