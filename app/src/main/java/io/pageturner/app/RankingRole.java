package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.config.RankersConfig;
import io.pageturner.domain.ModelVersion;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.ranking.OnlineRanking;
import io.pageturner.learning.ranking.RankerCheckpoints;
import io.pageturner.learning.ranking.RankerTrainer;
import io.pageturner.learning.ranking.RankerTrainerSettings;
import io.pageturner.learning.ranking.RankingModels;
import io.pageturner.learning.ranking.RankingSettings;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Submission;
import io.pageturner.lifecycle.VersionController;
import io.pageturner.pipeline.codec.JoinedPageCodec;
import io.pageturner.pipeline.codec.LateFeedbackCodec;
import io.pageturner.pipeline.kafka.RecordReader;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** The ranking models' part of training: joined pages in, proven ranker versions out. */
final class RankingRole {
  private RankingRole() {}

  /** Starts the models' own trainer on the samples topic. */
  static RankerTrainer start(
      PageturnerConfig config,
      DataDirectory data,
      FeatureConfig features,
      Models models,
      OpenLog log,
      Closing closing)
      throws IOException {
    RankersConfig rankers = config.rankers();
    return closing.add(
        RankerTrainer.start(
            ranking(config, features, models, config.rankers().reportedSamples()),
            new RecordReader<>(log.kafka(), log.topics().samples(), new JoinedPageCodec()),
            new RecordReader<>(log.kafka(), log.topics().corrections(), new LateFeedbackCodec()),
            candidate ->
                submit(Models.controller(models.rankers()), config.models().keep(), candidate),
            new RankerCheckpoints(data.rankerCheckpoints()),
            new RankerTrainerSettings(
                rankers.warmUp(),
                rankers.publishInterval(),
                rankers.checkpointInterval(),
                CodeVersion.get()),
            InstantSource.system()));
  }

  private static Optional<ModelVersion> submit(
      VersionController controller, int keep, Candidate candidate) throws IOException {
    Submission submission = controller.submit(candidate);
    controller.prune(keep);
    return TrainingRole.version(submission);
  }

  /**
   * Untrained models that learn as a configuration says.
   *
   * @param reportedSamples how many of the newest samples figures are of
   */
  static OnlineRanking ranking(
      PageturnerConfig config, FeatureConfig features, Models models, int reportedSamples)
      throws IOException {
    return new OnlineRanking(
        new RankingModels(features, models.rankerEmbeddings(), settings(config)),
        reportedSamples,
        config.rankers().correctablePages(),
        StreamRole.rules(config.stream())::counts);
  }

  private static RankingSettings settings(PageturnerConfig config) {
    RankersConfig rankers = config.rankers();
    RankingSettings defaults = RankingSettings.DEFAULT;
    return new RankingSettings(
        defaults.hidden(),
        rankers.batch(),
        (float) rankers.deepRate(),
        (float) rankers.embeddingRate(),
        (float) rankers.wideRate(),
        defaults.wideL1(),
        defaults.wideL2(),
        rankers.negativeRate(),
        config.trainer().zScoreMemory(),
        config.trainer().seed());
  }
}
