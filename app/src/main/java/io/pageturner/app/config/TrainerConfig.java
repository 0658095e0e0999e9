package io.pageturner.app.config;

import io.pageturner.learning.replay.Sampling;
import java.time.Duration;
import java.util.Map;

/**
 * The agents and their trainer.
 *
 * @param agents by name, the main one first
 */
public record TrainerConfig(
    double gamma,
    double valueRate,
    double advantageRate,
    double actorRate,
    double rewardScale,
    double actorPull,
    LinearHeadsConfig linearHeads,
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
  static TrainerConfig read(ConfigSection trainer, Map<String, AgentConfig> agents) {
    return new TrainerConfig(
        trainer.real("gamma"),
        trainer.real("value-rate"),
        trainer.real("advantage-rate"),
        trainer.real("actor-rate"),
        trainer.real("reward-scale"),
        trainer.real("actor-pull"),
        LinearHeadsConfig.read(trainer.section("linear-heads")),
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
}
