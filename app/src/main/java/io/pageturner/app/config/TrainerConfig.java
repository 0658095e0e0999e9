package io.pageturner.app.config;

import io.pageturner.domain.ActionSpace;
import io.pageturner.learning.feed.Algorithm;
import io.pageturner.learning.replay.Sampling;
import io.pageturner.learning.trainer.LearnerSettings;
import io.pageturner.lifecycle.PolicySpec.Exploration;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The agents and their trainer.
 *
 * @param actions what the agents may do: the feed's, on the grid when the algorithm is discrete
 * @param agents by name, the main one first
 */
public record TrainerConfig(
    Algorithm algorithm,
    ActionSpace actions,
    double gamma,
    double valueRate,
    double advantageRate,
    double actorRate,
    double rewardScale,
    double actorPull,
    LinearHeadsConfig linearHeads,
    PolicyGradientConfig policyGradient,
    int batch,
    int samplesPerTransition,
    int replayCapacity,
    Sampling.Kind replaySampling,
    int warmUp,
    int headsFrom,
    int replicas,
    Map<String, AgentConfig> agents,
    Duration zScoreMemory,
    long seed,
    Duration publishInterval,
    Duration checkpointInterval) {
  static TrainerConfig read(
      ConfigSection trainer, ActionSpace feed, Map<String, AgentConfig> agents) {
    Algorithm algorithm = trainer.oneOf("algorithm", Algorithm.class);
    agents.forEach((name, agent) -> requireFitting(trainer, algorithm, name, agent));
    return new TrainerConfig(
        algorithm,
        algorithm.discrete() ? onGrid(trainer, feed) : feed,
        trainer.real("gamma"),
        trainer.real("value-rate"),
        trainer.real("advantage-rate"),
        trainer.real("actor-rate"),
        trainer.real("reward-scale"),
        trainer.real("actor-pull"),
        LinearHeadsConfig.read(trainer.section("linear-heads")),
        PolicyGradientConfig.read(trainer.section("policy-gradient")),
        trainer.integer("batch"),
        trainer.integer("samples-per-transition"),
        trainer.integer("replay-capacity"),
        trainer.oneOf("replay-sampling", Sampling.Kind.class),
        trainer.integer("warm-up"),
        trainer.integer("heads-from"),
        trainer.integer("replicas"),
        agents,
        trainer.duration("z-score-memory"),
        trainer.whole("seed"),
        trainer.duration("publish-interval"),
        trainer.duration("checkpoint-interval"));
  }

  private static ActionSpace onGrid(ConfigSection trainer, ActionSpace feed) {
    List<Double> factors = Arrays.stream(trainer.reals("grid")).boxed().toList();
    if (factors.isEmpty()) {
      trainer.fault("grid", "must list the factors that a discrete agent chooses from");
      return feed;
    }
    return trainer.section("grid").record(() -> feed.onGrid(factors), feed);
  }

  /** Noise has no place on a grid, nor has ε-greedy between bounds. */
  private static void requireFitting(
      ConfigSection trainer, Algorithm algorithm, String name, AgentConfig agent) {
    Exploration.Kind kind = agent.exploration().kind();
    boolean greedy = kind == Exploration.Kind.EPSILON_GREEDY;
    if (greedy != algorithm.discrete()) {
      trainer.fault(
          "exploration.kind",
          String.format(
              "of agent '%s' must %s with algorithm %s, whose actions are %s; write exploration {"
                  + " kind = %s, start = %s, end = %s }",
              name,
              greedy ? "not be epsilon-greedy" : "be epsilon-greedy",
              algorithm.label(),
              greedy ? "continuous" : "a grid's",
              greedy ? "gaussian" : "epsilon-greedy",
              greedy ? "0.4" : "0.5",
              greedy ? "0.2" : "0.1"));
    }
    LearnerSettings.unfit(algorithm, agent.exploration())
        .ifPresent(rule -> trainer.fault("exploration", "of agent '" + name + "' " + rule));
  }
}
