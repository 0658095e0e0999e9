package io.pageturner.learning.trainer;

import io.pageturner.domain.ActionSpace;
import io.pageturner.learning.feed.Algorithm;
import io.pageturner.learning.feed.PolicyLearnerSettings;
import io.pageturner.learning.replay.Sampling;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.lifecycle.PolicySpec.Exploration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of a {@link Learner}.
 *
 * @param agents who learns; one or more, each with a bucket of its own
 * @param actions what they may do: on a grid when the algorithm is discrete
 * @param algorithm by which they learn
 * @param agent how they learn
 * @param replicas how many learners from different seeds take every step; an agent publishes that
 *     of them which does best
 * @param replayCapacity most transitions in the replay
 * @param onPolicyCapacity the same where the algorithm learns on-policy
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
    Algorithm algorithm,
    PolicyLearnerSettings agent,
    int replicas,
    int replayCapacity,
    int onPolicyCapacity,
    Sampling sampling,
    int batchSize,
    int samplesPerTransition,
    int warmupTransitions,
    int headsFrom,
    Duration zScoreMemory,
    double rewardLimit,
    long seed) {
  private static final int MOST_REPLICAS = 100;

  /** Of a policy gradient: what is narrower has densities whose ratios are far from 1 by chance. */
  private static final double LEAST_SIGMA = 0.05;

  public LearnerSettings {
    agents = List.copyOf(agents);
    atLeast("agents", 1, agents.size());
    atLeast("replicas", 1, replicas);
    atLeast("replayCapacity", 1, replayCapacity);
    atLeast("onPolicyCapacity", 1, onPolicyCapacity);
    atLeast("batchSize", 1, batchSize);
    atLeast("samplesPerTransition", 1, samplesPerTransition);
    atLeast("warmupTransitions", 1, warmupTransitions);
    atLeast("headsFrom", 0, headsFrom);
    if (replicas > MOST_REPLICAS) {
      throw new IllegalArgumentException(
          "trainer.replicas must be at most " + MOST_REPLICAS + ", was " + replicas);
    }
    if (zScoreMemory.isNegative() || zScoreMemory.isZero()) {
      throw new IllegalArgumentException(
          "trainer.zScoreMemory must be more than 0, was " + zScoreMemory);
    }
    if (!(rewardLimit > 0)) {
      throw new IllegalArgumentException("trainer.rewardLimit must be above 0, was " + rewardLimit);
    }
    requireDistinct(agents);
    requireKnown(agents);
    requireFitting(algorithm, actions, agents);
  }

  /** What the demo learns with. */
  public static LearnerSettings defaults(List<TrainedAgent> agents, long seed) {
    return new LearnerSettings(
        agents,
        ActionSpace.DEFAULT,
        Algorithm.ADVANTAGE_DDPG,
        PolicyLearnerSettings.DEFAULT,
        1,
        100_000,
        3_000,
        new Sampling.Uniform(),
        256,
        16,
        500,
        1_000,
        Duration.ofDays(7),
        1e6,
        seed);
  }

  /** These settings with other agents. */
  public LearnerSettings withAgents(List<TrainedAgent> others) {
    return changed(others, algorithm, agent, replicas, sampling, seed);
  }

  /** Most transitions that are learned from again. */
  int capacity() {
    return algorithm.onPolicy() ? onPolicyCapacity : replayCapacity;
  }

  /** These settings with another algorithm. */
  public LearnerSettings withAlgorithm(Algorithm other) {
    return changed(agents, other, agent, replicas, sampling, seed);
  }

  /** These settings with another way of learning within the algorithm. */
  public LearnerSettings withAgent(PolicyLearnerSettings other) {
    return changed(agents, algorithm, other, replicas, sampling, seed);
  }

  /** These settings with another number of replicas. */
  public LearnerSettings withReplicas(int count) {
    return changed(agents, algorithm, agent, count, sampling, seed);
  }

  /** These settings with another seed. */
  public LearnerSettings withSeed(long newSeed) {
    return changed(agents, algorithm, agent, replicas, sampling, newSeed);
  }

  /** These settings with another way of drawing from the replay. */
  public LearnerSettings withSampling(Sampling other) {
    return changed(agents, algorithm, agent, replicas, other, seed);
  }

  private LearnerSettings changed(
      List<TrainedAgent> otherAgents,
      Algorithm otherAlgorithm,
      PolicyLearnerSettings otherAgent,
      int count,
      Sampling otherSampling,
      long newSeed) {
    return new LearnerSettings(
        otherAgents,
        actions,
        otherAlgorithm,
        otherAgent,
        count,
        replayCapacity,
        onPolicyCapacity,
        otherSampling,
        batchSize,
        samplesPerTransition,
        warmupTransitions,
        headsFrom,
        zScoreMemory,
        rewardLimit,
        newSeed);
  }

  private static void requireDistinct(List<TrainedAgent> agents) {
    if (agents.stream().map(TrainedAgent::name).distinct().count() < agents.size()
        || agents.stream().map(TrainedAgent::bucket).distinct().count() < agents.size()
        || agents.stream().map(TrainedAgent::bundle).distinct().count() < agents.size()) {
      throw new IllegalArgumentException(
          "trainer.agents need a name, a bucket and a bundle of their own each, were " + agents);
    }
  }

  private static void requireKnown(List<TrainedAgent> agents) {
    List<String> names = agents.stream().map(TrainedAgent::name).toList();
    for (TrainedAgent agent : agents) {
      agent
          .startFrom()
          .filter(other -> !names.contains(other))
          .ifPresent(
              other -> {
                throw new IllegalArgumentException(
                    "trainer.agents: "
                        + agent.name()
                        + " is to start from '"
                        + other
                        + "', which is none of "
                        + names);
              });
    }
  }

  private static void requireFitting(
      Algorithm algorithm, ActionSpace actions, List<TrainedAgent> agents) {
    if (actions.discrete() != algorithm.discrete()) {
      throw new IllegalArgumentException(
          "trainer.grid is for discrete algorithms, and for all of them: "
              + algorithm.label()
              + " is to act on "
              + actions);
    }
    for (TrainedAgent agent : agents) { // A bundle's policy would be refused much later.
      new PolicySpec(algorithm.label(), actions, agent.exploration().after(0));
      unfit(algorithm, agent.exploration())
          .ifPresent(
              rule -> {
                throw new IllegalArgumentException(
                    "trainer.exploration of " + agent.name() + " " + rule);
              });
    }
  }

  /** What an algorithm asks of exploration that this is not, for people; empty when it fits. */
  public static Optional<String> unfit(Algorithm algorithm, ExplorationSchedule exploration) {
    boolean drawn =
        exploration.kind() == Exploration.Kind.GAUSSIAN && exploration.sigmaEnd() >= LEAST_SIGMA;
    return algorithm.onPolicy() && !drawn
        ? Optional.of(
            "must be gaussian with an end of "
                + LEAST_SIGMA
                + " or more with algorithm "
                + algorithm.label()
                + ", which learns from what its policy draws")
        : Optional.empty();
  }

  private static void atLeast(String name, long least, long found) {
    if (found < least) {
      throw new IllegalArgumentException(
          "trainer." + name + " must be " + least + " or more, was " + found);
    }
  }
}
