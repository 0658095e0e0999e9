package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.Sample;
import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddingsFile;
import io.pageturner.learning.embedding.SkipGram;
import io.pageturner.learning.embedding.SkipGramSettings;
import io.pageturner.learning.ranking.RankingModels;
import io.pageturner.learning.ranking.RankingSettings;
import io.pageturner.learning.trainer.Checkpoints;
import io.pageturner.learning.trainer.Learner;
import io.pageturner.learning.trainer.PretrainingSettings;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Lineage;
import io.pageturner.lifecycle.Submission;
import io.pageturner.lifecycle.VersionController;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What can be learned before the first live page (SPEC 2.3, 3): item embeddings from sessions,
 * ranking models from samples, state network and V from the baseline's transitions. The results are
 * published and left in the data directory, where serving and the trainer continue with them.
 */
public final class OfflineTraining {
  /** Share of the log, in time order, that is learned from; the rest is held out. */
  private static final double TRAINING_SHARE = 0.8;

  private static final int PASSES = 3;

  /** A day of a small feed is few transitions: many passes, until it stops getting better. */
  private static final PretrainingSettings PRETRAINING =
      new PretrainingSettings(100, 8, PretrainingSettings.Split.BY_SESSION);

  private final PageturnerConfig config;
  private final FeatureConfig features;
  private final DataDirectory data;
  private final Progress progress;

  /** Told how training goes on. */
  @FunctionalInterface
  public interface Progress {
    void say(String format, Object... values);
  }

  public OfflineTraining(PageturnerConfig config, FeatureConfig features, Progress progress) {
    this.config = config;
    this.features = features;
    this.data = new DataDirectory(config.dataDirectory());
    this.progress = progress;
  }

  /** The time that parts what is learned from and what is held out. */
  public static Instant split(List<JoinedPage> pages) {
    return pages.get((int) (TRAINING_SHARE * pages.size())).decision().time();
  }

  /**
   * Trains and publishes everything.
   *
   * @param itemSessions the items that each session acted on before {@link #split}, in order
   * @param pages joined pages, ascending in time
   * @param transitions of the same pages
   */
  public void run(
      List<List<ItemId>> itemSessions, List<JoinedPage> pages, List<Transition> transitions)
      throws IOException {
    embeddings(itemSessions);
    try (Closing closing = new Closing()) {
      Models models = new Models(config, data, features, closing);
      rankers(pages, models);
      policy(transitions, models);
    }
  }

  private void embeddings(List<List<ItemId>> itemSessions) throws IOException {
    progress.say("training item embeddings on %,d sessions ...", itemSessions.size());
    SkipGramSettings defaults = SkipGramSettings.DEFAULT;
    SkipGram.Result result =
        SkipGram.train(
            itemSessions,
            new SkipGramSettings(
                features.sequenceDimension(),
                defaults.window(),
                defaults.negatives(),
                defaults.minCount(),
                defaults.epochs(),
                defaults.batchSize(),
                defaults.learningRate(),
                config.trainer().seed()));
    ItemEmbeddingsFile.write(data.embeddings(), result.embeddings());
    progress.say(
        "%,d items have an embedding; loss per pair by epoch %s",
        result.embeddings().size(), result.losses());
  }

  private void rankers(List<JoinedPage> pages, Models models) throws IOException {
    int split = (int) (TRAINING_SHARE * pages.size());
    List<Sample> training = samples(pages.subList(0, split));
    progress.say("training click and order ranking models on %,d samples ...", training.size());
    try (RankingModels ranking =
        new RankingModels(
            features,
            models.rankerEmbeddings(),
            RankingSettings.DEFAULT.withSeed(config.trainer().seed()))) {
      ranking.train(training, PASSES);
      progress.say(
          "on the last %d %% of the log: %s",
          Math.round(100 * (1 - TRAINING_SHARE)),
          ranking.evaluate(samples(pages.subList(split, pages.size()))));
      publish(
          models.rankers(),
          new Candidate(Models.RANKER, lineage(pages.subList(0, split)), ranking.export()));
    }
  }

  private static List<Sample> samples(List<JoinedPage> pages) {
    return pages.stream().flatMap(page -> page.samples().stream()).toList();
  }

  private Lineage lineage(List<JoinedPage> pages) {
    Instant from = pages.get(0).decision().time();
    Instant to = pages.get(pages.size() - 1).decision().time();
    return new Lineage(
        Instant.now(),
        CodeVersion.get(),
        Optional.empty(),
        from,
        to,
        pages.size(),
        config.trainer().seed(),
        features.hash(),
        data.embeddings().getFileName().toString(),
        new TreeMap<>());
  }

  private void policy(List<Transition> transitions, Models models) throws IOException {
    progress.say("pre-training state network and V on %,d transitions ...", transitions.size());
    try (Learner learner =
        new Learner(features, models.embeddings(), TrainingRole.learnerSettings(config))) {
      progress.say("%s", learner.pretrain(transitions, PRETRAINING));
      List<Candidate> candidates = learner.candidates(Instant.now(), CodeVersion.get());
      for (int k = 0; k < candidates.size(); k++) {
        learner.published(k, publish(models.policies(), candidates.get(k)).version());
      }
      new Checkpoints(data.trainerCheckpoints()).save(learner, Map.of());
    }
  }

  private Submission publish(VersionController controller, Candidate candidate) throws IOException {
    Submission submission = controller.submit(candidate);
    progress.say(
        "%s version %s is %s %s",
        candidate.name(), submission.version(), submission.status(), submission.reasons());
    return submission;
  }
}
