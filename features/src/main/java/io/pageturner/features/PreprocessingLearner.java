package io.pageturner.features;

import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Learns the pre-processing parameters from the stream of states; used by one thread.
 *
 * <p>An id gets a row of its own when it was seen {@code minCount} times and a row is free; a row
 * once given is never given to another id, so that trained embeddings keep their meaning.
 */
public final class PreprocessingLearner {
  private final FeatureConfig config;
  private final Duration zScoreMemory;
  private final Map<String, RunningZScore> moments = new LinkedHashMap<>();
  private final Map<String, IdRows> fixed = new HashMap<>();
  private final Map<String, IdRows> growing;

  /**
   * A learner for tables of fixed size: also a growing feature has but its {@code rows}.
   *
   * @param zScoreMemory a value that is older than the newest by this weighs 1/e in the z-scores
   */
  public PreprocessingLearner(FeatureConfig config, Duration zScoreMemory) {
    this(config, zScoreMemory, Map.of());
  }

  /**
   * A learner for tables some of which grow.
   *
   * @param growing by name of the page's feature: the rows of features whose tables grow; taught
   *     here, but kept, and saved in checkpoints, by the caller
   */
  public PreprocessingLearner(
      FeatureConfig config, Duration zScoreMemory, Map<String, IdRows> growing) {
    this.config = config;
    this.zScoreMemory = zScoreMemory;
    this.growing = growing;
  }

  /** Learns from the state of one page, shown at {@code time}. */
  public void observe(State state, Instant time) {
    observe("", config.page(), state.dense(), state.ids(), time);
  }

  /** Learns from one item of a page shown at {@code time}. */
  public void observe(ShownItem shown, Instant time) {
    observe(Preprocessing.CANDIDATE, config.candidate(), shown.dense(), shown.ids(), time);
  }

  private void observe(
      String prefix,
      Iterable<Feature> features,
      Map<String, Double> dense,
      Map<String, String> ids,
      Instant time) {
    for (Feature feature : features) {
      String key = prefix + feature.name();
      if (feature instanceof Feature.Measured measured
          && measured.transform().normalised()
          && dense.containsKey(feature.name())) {
        moments
            .computeIfAbsent(key, k -> new RunningZScore(zScoreMemory))
            .add(measured.transform().apply(dense.get(feature.name())), time);
      } else if (feature instanceof Feature.Id id && ids.containsKey(feature.name())) {
        rows(key, id).observe(ids.get(feature.name()));
      }
    }
  }

  private IdRows rows(String key, Feature.Id feature) {
    IdRows grows = growing.get(key);
    return grows == null
        ? fixed.computeIfAbsent(key, k -> new IdRows(feature.minCount(), feature.rows()))
        : grows;
  }

  /** The parameters as they are now. */
  public Preprocessing snapshot() {
    Map<String, ZScore> zScores = new HashMap<>();
    moments.forEach((name, running) -> zScores.put(name, running.snapshot()));
    Map<String, Map<String, Integer>> rows = snapshots(fixed);
    rows.putAll(snapshots(growing));
    return new Preprocessing(zScores, rows);
  }

  private static Map<String, Map<String, Integer>> snapshots(Map<String, IdRows> of) {
    Map<String, Map<String, Integer>> snapshots = new HashMap<>();
    of.forEach((name, rows) -> snapshots.put(name, rows.snapshot()));
    return snapshots;
  }

  /**
   * All that was learned, growing tables' rows excepted, for a checkpoint.
   *
   * @param moments what the z-scores are made of, by feature
   * @param counts how often ids without a row were seen
   * @param rows id → row by feature
   */
  public record Memory(
      Map<String, RunningZScore.Parts> moments,
      Map<String, Map<String, Integer>> counts,
      Map<String, Map<String, Integer>> rows) {}

  public Memory memory() {
    Map<String, RunningZScore.Parts> parts = new HashMap<>();
    moments.forEach((name, running) -> parts.put(name, running.parts()));
    Map<String, Map<String, Integer>> counts = new HashMap<>();
    fixed.forEach((name, rows) -> counts.put(name, rows.counts()));
    return new Memory(parts, counts, snapshots(fixed));
  }

  /** Continues from a checkpoint's memory; what was learned here before is forgotten. */
  public void restore(Memory memory) {
    moments.clear();
    memory
        .moments()
        .forEach((name, parts) -> moments.put(name, RunningZScore.restore(zScoreMemory, parts)));
    fixed.clear();
    for (Feature feature : config.page()) {
      restore(feature.name(), feature, memory);
    }
    for (Feature feature : config.candidate()) {
      restore(Preprocessing.CANDIDATE + feature.name(), feature, memory);
    }
  }

  private void restore(String key, Feature feature, Memory memory) {
    if (feature instanceof Feature.Id id && memory.rows().containsKey(key)) {
      rows(key, id).restore(memory.rows().get(key), memory.counts().getOrDefault(key, Map.of()));
    }
  }
}
