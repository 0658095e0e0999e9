package io.pageturner.learning.trainer;

import io.pageturner.domain.State;
import io.pageturner.features.EncodedState;
import io.pageturner.features.Encoder;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingLearner;
import io.pageturner.features.ZScore;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.replay.Replay;
import java.util.List;
import java.util.Map;

/**
 * The pre-processing of a learner: it learns from every state, but speaks the language of one
 * snapshot until {@link #refresh}, so that parameters, replay and bundles agree.
 */
final class StateEncoding {
  private final FeatureConfig config;
  private final ItemEmbeddings embeddings;
  private final PreprocessingLearner learner;
  private Preprocessing snapshot = Preprocessing.EMPTY;
  private Encoder encoder;

  StateEncoding(FeatureConfig config, ItemEmbeddings embeddings, long memory) {
    this.config = config;
    this.embeddings = embeddings;
    this.learner = new PreprocessingLearner(config, 1 - 1.0 / memory);
    use(Preprocessing.EMPTY);
  }

  void observe(State state) {
    learner.observe(state);
  }

  EncodedState encode(State state) {
    return encoder.encode(state);
  }

  /** The states side by side, encoded. */
  StateBatch batch(List<State> states) {
    return StateBatch.of(config, embeddings, states.stream().map(this::encode).toList());
  }

  /** What states are encoded with. */
  Preprocessing preprocessing() {
    return snapshot;
  }

  PreprocessingLearner.Memory memory() {
    return learner.memory();
  }

  /** Takes up what was learned since, and carries the kept states over to it. */
  void refresh(Replay replay) {
    List<ZScore> before = zScores();
    use(learner.snapshot());
    replay.rebase(before, zScores());
  }

  void restore(Preprocessing preprocessing, PreprocessingLearner.Memory memory) {
    learner.restore(memory);
    use(preprocessing);
  }

  /** Forgets everything learned. */
  void reset() {
    restore(Preprocessing.EMPTY, new PreprocessingLearner.Memory(Map.of(), Map.of(), Map.of()));
  }

  private void use(Preprocessing preprocessing) {
    snapshot = preprocessing;
    encoder = new Encoder(config, preprocessing, embeddings);
  }

  private List<ZScore> zScores() {
    return config.pageNumeric().stream()
        .map(feature -> snapshot.zScores().getOrDefault(feature.name(), ZScore.IDENTITY))
        .toList();
  }
}
