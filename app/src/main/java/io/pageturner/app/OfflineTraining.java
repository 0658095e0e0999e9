package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.ranking.OnlineRanking;
import io.pageturner.learning.ranking.RankerCheckpoints;
import io.pageturner.learning.ranking.RankerPosition;
import io.pageturner.learning.ranking.RankingReport;
import io.pageturner.learning.trainer.Checkpoints;
import io.pageturner.learning.trainer.Learner;
import io.pageturner.learning.trainer.PretrainingSettings;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Submission;
import io.pageturner.lifecycle.VersionController;
import io.pageturner.store.EmbeddingSets;
import io.pageturner.store.KeyValueStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What can be learned before the first live page (SPEC 2.3, 3): item embeddings from sessions,
 * ranking models from samples, state network and V from the baseline's transitions. The results are
 * published and left in the data directory, where serving and the trainer continue with them.
 */
public final class OfflineTraining {
  /** Share of the log, in time order, that is learned from; the rest is held out. */
  private static final double TRAINING_SHARE = 0.8;

  /**
   * Share of the log that item embeddings are trained on. What learns from them needs sessions that
   * they have not seen: of those that they have, they tell more than can be known beforehand.
   */
  public static final double EMBEDDING_SHARE = 0.4;

  private static final int PASSES = 3;

  /** A day of a small feed is few transitions: many passes, until it stops getting better. */
  private static final PretrainingSettings PRETRAINING =
      new PretrainingSettings(100, 8, PretrainingSettings.Split.IN_TIME_ORDER);

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

  /** The time up to which sessions train item embeddings. */
  public static Instant embeddingsEnd(List<JoinedPage> pages) {
    return pages.get((int) (EMBEDDING_SHARE * pages.size())).decision().time();
  }

  /**
   * Trains and publishes everything.
   *
   * @param itemSessions the items that each session acted on before {@link #embeddingsEnd}
   * @param pages joined pages with what answered them late, ascending in time
   * @param position of the topics after these pages, where the rankers' online training goes on
   * @param transitions of the same pages
   */
  public void run(
      List<List<ItemId>> itemSessions,
      List<JoinedPage> pages,
      RankerPosition position,
      List<Transition> transitions)
      throws IOException {
    embeddings(itemSessions);
    try (Closing closing = new Closing()) {
      Models models = new Models(config, data, features, closing);
      rankers(pages, position, models);
      policy(transitions, models);
    }
  }

  private void embeddings(List<List<ItemId>> itemSessions) throws IOException {
    try (KeyValueStore store = OpenStore.writable(config)) {
      new ItemTraining(new EmbeddingSets(store), features, config.trainer().seed(), progress)
          .run(itemSessions);
    }
  }

  /** Enters item embeddings into the key-value store, as the current ones. */
  public static void publish(
      PageturnerConfig config, ItemEmbeddings embeddings, Map<ItemId, Integer> counts)
      throws IOException {
    try (KeyValueStore store = OpenStore.writable(config)) {
      new EmbeddingSets(store).publish(embeddings, counts, Instant.now());
    }
  }

  private void rankers(List<JoinedPage> pages, RankerPosition position, Models models)
      throws IOException {
    int split = (int) (TRAINING_SHARE * pages.size());
    int from = features.candidatesNeedEmbeddings() ? (int) (EMBEDDING_SHARE * pages.size()) : 0;
    List<JoinedPage> training = pages.subList(from, split);
    List<JoinedPage> heldOut = pages.subList(split, pages.size());
    progress.say("training click and order ranking models on %,d pages ...", training.size());
    int reported = heldOut.stream().mapToInt(page -> page.outcomes().size()).sum();
    try (OnlineRanking ranking = RankingRole.ranking(config, features, models, reported)) {
      ranking.pretrain(training, PASSES);
      RankingReport report = ranking.evaluate(heldOut);
      progress.say("on the last %d %% of the log: %s", heldOutPercent(), report);
      progress.say("%s", report.verdict());
      streamed(ranking, heldOut);
      Candidate candidate = ranking.candidate(report, Instant.now(), CodeVersion.get());
      ranking.published(publish(Models.controller(models.rankers()), candidate).version());
      new RankerCheckpoints(data.rankerCheckpoints()).save(ranking, position);
    }
  }

  /** Goes on as online training will: each page is scored, then learned from. */
  private void streamed(OnlineRanking ranking, List<JoinedPage> heldOut) {
    for (JoinedPage page : heldOut) {
      ranking.consume(List.of(page));
    }
    ranking.learn();
    progress.say("the same part streamed, each page scored, then learned: %s", ranking.report());
  }

  private static long heldOutPercent() {
    return Math.round(100 * (1 - TRAINING_SHARE));
  }

  private void policy(List<Transition> transitions, Models models) throws IOException {
    progress.say("pre-training state network and V on %,d transitions ...", transitions.size());
    try (Learner learner =
        new Learner(features, models.embeddings(), TrainingRole.learnerSettings(config))) {
      progress.say("%s", learner.pretrain(transitions, PRETRAINING));
      List<Candidate> candidates = learner.candidates(Instant.now(), CodeVersion.get());
      for (int k = 0; k < candidates.size(); k++) {
        Candidate candidate = candidates.get(k);
        VersionController controller = Models.controller(models.policies(candidate.name()));
        learner.published(k, publish(controller, candidate).version());
      }
      new Checkpoints(data.trainerCheckpoints()).save(learner, Map.of());
    }
    models.dropUnusedEmbeddings();
  }

  private Submission publish(VersionController controller, Candidate candidate) throws IOException {
    Submission submission = controller.submit(candidate);
    progress.say(
        "%s version %s is %s %s",
        candidate.name(), submission.version(), submission.status(), submission.reasons());
    return submission;
  }
}
