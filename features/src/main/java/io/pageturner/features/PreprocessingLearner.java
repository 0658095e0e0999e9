package io.pageturner.features;

import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
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
  private final double decay;
  private final Map<String, RunningZScore> moments = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> counts = new HashMap<>();
  private final Map<String, Map<String, Integer>> rows = new HashMap<>();

  /**
   * @param decay weight that earlier values keep at each new one, in (0, 1]
   */
  public PreprocessingLearner(FeatureConfig config, double decay) {
    this.config = config;
    this.decay = decay;
  }

  /** Learns from the state of one page. */
  public void observe(State state) {
    observe("", config.page(), state.dense(), state.ids());
  }

  /** Learns from one shown item. */
  public void observe(ShownItem shown) {
    observe(Preprocessing.CANDIDATE, config.candidate(), shown.dense(), shown.ids());
  }

  private void observe(
      String prefix,
      Iterable<Feature> features,
      Map<String, Double> dense,
      Map<String, String> ids) {
    for (Feature feature : features) {
      String key = prefix + feature.name();
      if (feature instanceof Feature.Measured measured
          && measured.transform().normalised()
          && dense.containsKey(feature.name())) {
        moments
            .computeIfAbsent(key, k -> new RunningZScore(decay))
            .add(measured.transform().apply(dense.get(feature.name())));
      } else if (feature instanceof Feature.Id id && ids.containsKey(feature.name())) {
        observe(key, id, ids.get(feature.name()));
      }
    }
  }

  private void observe(String key, Feature.Id feature, String id) {
    Map<String, Integer> known = rows.computeIfAbsent(key, k -> new HashMap<>());
    if (known.containsKey(id) || known.size() + 2 >= feature.rows()) {
      return;
    }
    Map<String, Integer> seen = counts.computeIfAbsent(key, k -> new HashMap<>());
    if (seen.merge(id, 1, Integer::sum) >= feature.minCount()) {
      seen.remove(id);
      known.put(id, known.size() + 2);
    }
  }

  /** The parameters as they are now. */
  public Preprocessing snapshot() {
    Map<String, ZScore> zScores = new HashMap<>();
    moments.forEach((name, running) -> zScores.put(name, running.snapshot()));
    Map<String, Map<String, Integer>> copies = new HashMap<>();
    rows.forEach((name, known) -> copies.put(name, Map.copyOf(known)));
    return new Preprocessing(zScores, copies);
  }

  /**
   * All that was learned, for a checkpoint.
   *
   * @param moments weight, mean and sum of squares by feature
   * @param counts how often ids without a row were seen
   * @param rows id → row by feature
   */
  public record Memory(
      Map<String, double[]> moments,
      Map<String, Map<String, Integer>> counts,
      Map<String, Map<String, Integer>> rows) {}

  public Memory memory() {
    Map<String, double[]> parts = new HashMap<>();
    moments.forEach((name, running) -> parts.put(name, running.parts()));
    return new Memory(parts, deepCopy(counts), deepCopy(rows));
  }

  /** Continues from a checkpoint's memory; what was learned here before is forgotten. */
  public void restore(Memory memory) {
    moments.clear();
    memory
        .moments()
        .forEach((name, p) -> moments.put(name, RunningZScore.restore(decay, p[0], p[1], p[2])));
    counts.clear();
    counts.putAll(deepCopy(memory.counts()));
    rows.clear();
    rows.putAll(deepCopy(memory.rows()));
  }

  private static Map<String, Map<String, Integer>> deepCopy(
      Map<String, Map<String, Integer>> maps) {
    Map<String, Map<String, Integer>> copy = new HashMap<>();
    maps.forEach((name, map) -> copy.put(name, new HashMap<>(map)));
    return copy;
  }
}
