package io.pageturner.app;

import io.pageturner.domain.ItemId;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.embedding.SkipGram;
import io.pageturner.learning.embedding.SkipGramSettings;
import io.pageturner.store.EmbeddingSet;
import io.pageturner.store.EmbeddingSets;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Item embeddings from sessions into the key-value store (SPEC 3.2).
 *
 * <p>Training starts at the current version when there is one, so that items keep their place and a
 * network trained with it can go on; the result is a new version, and the current one.
 */
public final class ItemTraining {
  private final EmbeddingSets sets;
  private final FeatureConfig features;
  private final long seed;
  private final OfflineTraining.Progress progress;

  public ItemTraining(
      EmbeddingSets sets, FeatureConfig features, long seed, OfflineTraining.Progress progress) {
    this.sets = sets;
    this.features = features;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * Trains and publishes.
   *
   * @param sessions of each the items acted on, in order
   * @return empty when the sessions name fewer than two items: nothing was published then
   */
  public Optional<EmbeddingSet> run(List<List<ItemId>> sessions) throws IOException {
    ItemEmbeddings before = before();
    progress.say(
        "training item embeddings on %,d sessions, %s ...",
        sessions.size(),
        before.size() == 0 ? "from scratch" : "from the %,d there are".formatted(before.size()));
    SkipGram.Result result = SkipGram.train(sessions, settings(), before);
    if (result.embeddings().size() == 0) {
      progress.say("the sessions name fewer than two items: there is nothing to learn");
      return Optional.empty();
    }
    EmbeddingSet set = sets.publish(result.embeddings(), result.counts(), Instant.now());
    progress.say(
        "%,d items have an embedding; loss per pair by epoch %s", set.items(), result.losses());
    return Optional.of(set);
  }

  private ItemEmbeddings before() throws IOException {
    int dimension = features.sequenceDimension();
    Optional<EmbeddingSet> fitting = sets.current().filter(set -> set.dimension() == dimension);
    return fitting.isPresent()
        ? sets.load(fitting.get().version())
        : ItemEmbeddings.none(dimension);
  }

  private SkipGramSettings settings() {
    SkipGramSettings defaults = SkipGramSettings.DEFAULT;
    return new SkipGramSettings(
        features.sequenceDimension(),
        defaults.window(),
        defaults.negatives(),
        defaults.minCount(),
        defaults.epochs(),
        defaults.batchSize(),
        defaults.learningRate(),
        seed);
  }
}
