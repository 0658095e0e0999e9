package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.config.TrainerConfig;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.feed.PolicyLearnerSettings;
import io.pageturner.learning.ranking.RankerTrainer;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.learning.trainer.Checkpoints;
import io.pageturner.learning.trainer.Learner;
import io.pageturner.learning.trainer.LearnerSettings;
import io.pageturner.learning.trainer.TrainedAgent;
import io.pageturner.learning.trainer.Trainer;
import io.pageturner.learning.trainer.TrainerSettings;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Submission;
import io.pageturner.lifecycle.VersionController;
import io.pageturner.lifecycle.VersionStatus;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.pipeline.kafka.RecordReader;
import io.pageturner.serving.model.WarmUpRequests;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The trainer of this process: reads transitions, learns, hands candidates to be proven. */
public final class TrainingRole {
  /** The gradients of one objective are scaled down to this norm. */
  private static final double CLIP_NORM = 10;

  /** A page's reward beyond this is a fault of the log, not an experience. */
  private static final double REWARD_LIMIT = 1e6;

  private final Trainer trainer;
  private final Optional<RankerTrainer> rankers;

  private TrainingRole(Trainer trainer, Optional<RankerTrainer> rankers) {
    this.trainer = trainer;
    this.rankers = rankers;
  }

  static TrainingRole start(
      PageturnerConfig config,
      DataDirectory data,
      FeatureConfig features,
      Models models,
      OpenLog log,
      Closing closing)
      throws IOException {
    recall(config, models, log);
    Trainer trainer =
        Trainer.start(
            new Learner(features, models.embeddings(), learnerSettings(config)),
            models.logged().listenTo(transitions(log), recording(config, models)),
            candidate -> submit(models, config.models().keep(), candidate),
            new Checkpoints(data.trainerCheckpoints()),
            new TrainerSettings(
                config.trainer().publishInterval(),
                config.trainer().checkpointInterval(),
                CodeVersion.get()),
            InstantSource.system());
    closing.add(trainer);
    Optional<RankerTrainer> rankers =
        config.rankers().enabled()
            ? Optional.of(RankingRole.start(config, data, features, models, log, closing))
            : Optional.empty();
    return new TrainingRole(trainer, rankers);
  }

  private static RecordReader<Transition> transitions(OpenLog log) {
    return new RecordReader<>(log.kafka(), log.topics().transitions(), new TransitionCodec());
  }

  /** What the gates judge by is there before the first candidate, also after a restart. */
  private static void recall(PageturnerConfig config, Models models, OpenLog log) {
    try (RecordReader<Transition> newest = transitions(log)) {
      newest.seekToLast(config.models().loggedPages());
      newest.readToEnd(
          transition -> {
            models.logged().add(transition);
            models.recorded().record(transition.state());
          });
    }
  }

  /**
   * The gates and the warm-up file need real states. Serving records those that it decides on; in a
   * process that only trains they are those of the log.
   */
  private static Consumer<Transition> recording(PageturnerConfig config, Models models) {
    return config.roles().contains(Role.SERVE)
        ? transition -> {}
        : transition -> models.recorded().record(transition.state());
  }

  private static Optional<ModelVersion> submit(Models models, int keep, Candidate candidate)
      throws IOException {
    VersionController controller = Models.controller(models.policies(candidate.name()));
    Submission submission =
        controller.submit(
            WarmUpRequests.beside(candidate, models.policyLoader(), models.recorded()));
    if (!controller.prune(keep).isEmpty()) {
      models.dropUnusedEmbeddings();
    }
    return version(submission);
  }

  /** The version that a submission became; empty when it was refused. */
  static Optional<ModelVersion> version(Submission submission) {
    return submission.status() == VersionStatus.REJECTED
        ? Optional.empty()
        : Optional.of(submission.version());
  }

  /** How the agents of a configuration learn. */
  public static LearnerSettings learnerSettings(PageturnerConfig config) {
    TrainerConfig trainer = config.trainer();
    PolicyLearnerSettings defaults = PolicyLearnerSettings.DEFAULT;
    PolicyLearnerSettings agent =
        new PolicyLearnerSettings(
            trainer.gamma(),
            AdamSettings.of(trainer.valueRate(), CLIP_NORM),
            AdamSettings.of(trainer.advantageRate(), CLIP_NORM),
            AdamSettings.of(trainer.actorRate(), CLIP_NORM),
            defaults.advantageDecay(),
            trainer.actorPull(),
            trainer.policyGradient().clip(),
            trainer.rewardScale(),
            trainer.linearHeads().settings());
    return new LearnerSettings(
        agents(config),
        trainer.actions(),
        trainer.algorithm(),
        agent,
        trainer.replicas(),
        trainer.replayCapacity(),
        trainer.policyGradient().capacity(),
        trainer.replaySampling().sampling(),
        trainer.batch(),
        trainer.samplesPerTransition(),
        trainer.warmUp(),
        trainer.headsFrom(),
        trainer.zScoreMemory(),
        REWARD_LIMIT,
        trainer.seed());
  }

  /** The agents of a configuration, the main one first. */
  public static List<TrainedAgent> agents(PageturnerConfig config) {
    List<TrainedAgent> agents = new ArrayList<>();
    config
        .trainer()
        .agents()
        .forEach(
            (name, agent) ->
                agents.add(
                    new TrainedAgent(
                        name,
                        new BucketName(name),
                        Models.policy(name),
                        agent.exploration(),
                        agent.startFrom())));
    return agents;
  }

  public Trainer trainer() {
    return trainer;
  }

  /** The ranking models' trainer, where it is enabled. */
  public Optional<RankerTrainer> rankers() {
    return rankers;
  }
}
