package io.pageturner.learning.trainer;

import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.features.EncodedState;
import io.pageturner.features.Encoder;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.IdRows;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingLearner;
import io.pageturner.features.ZScore;
import io.pageturner.learning.ids.GrowingTables;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.replay.Replay;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pre-processing of a learner: it learns from every state, but speaks the language of one
 * snapshot until {@link #refresh}, so that parameters, replay and bundles agree.
 */
final class StateEncoding {
  private final FeatureConfig config;
  private final ItemEmbeddings embeddings;
  private final Map<String, IdRows> growing = new TreeMap<>();
  private final PreprocessingLearner learner;
  private Preprocessing snapshot = Preprocessing.EMPTY;
  private Encoder encoder;

  StateEncoding(FeatureConfig config, ItemEmbeddings embeddings, Duration zScoreMemory) {
    this.config = config;
    this.embeddings = embeddings;
    config.pageGrowing().forEach(feature -> growing.put(feature.name(), IdRows.growing(feature)));
    this.learner = new PreprocessingLearner(config, zScoreMemory, growing);
    use(Preprocessing.EMPTY);
  }

  void observe(Transition transition) {
    learner.observe(transition.state(), transition.time());
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

  /** Takes up what was learned since, and carries the kept states and the tables over to it. */
  void refresh(Replay replay, List<GrowingTables> tables) {
    List<ZScore> before = zScores();
    use(learner.snapshot());
    replay.rebase(before, zScores());
    for (String feature : growing.keySet()) {
      tables.forEach(each -> each.grow(feature, snapshot.tableRows(feature)));
    }
  }

  /** What a checkpoint's JSON holds of {@link #preprocessing()}: growing features' ids not. */
  Preprocessing preprocessingWithoutGrowing() {
    Map<String, Map<String, Integer>> rows = new HashMap<>(snapshot.rows());
    rows.keySet().removeAll(growing.keySet());
    return new Preprocessing(snapshot.zScores(), rows);
  }

  /** Whether there is something for {@link #writeIds}. */
  boolean grows() {
    return !growing.isEmpty();
  }

  /** Writes the ids of growing features, with and without a row, for a checkpoint. */
  void writeIds(DataOutput out) throws IOException {
    for (Map.Entry<String, IdRows> each : growing.entrySet()) {
      out.writeInt(snapshot.tableRows(each.getKey()));
      each.getValue().write(out);
    }
  }

  /**
   * Continues from a checkpoint.
   *
   * @param ids what {@link #writeIds} wrote
   */
  void restore(Preprocessing fixed, PreprocessingLearner.Memory memory, DataInput ids)
      throws IOException {
    learner.restore(memory);
    Map<String, Map<String, Integer>> rows = new HashMap<>(fixed.rows());
    for (Map.Entry<String, IdRows> each : growing.entrySet()) {
      int tableRows = ids.readInt();
      each.getValue().read(ids);
      rows.put(each.getKey(), each.getValue().snapshot(tableRows));
    }
    use(new Preprocessing(fixed.zScores(), rows));
  }

  /** Forgets everything learned. */
  void reset() {
    learner.restore(new PreprocessingLearner.Memory(Map.of(), Map.of(), Map.of()));
    growing.values().forEach(IdRows::clear);
    use(Preprocessing.EMPTY);
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
