package io.pageturner.learning.ids;

import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.network.Placement;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The growing tables of one state network, and the way of their rows into the graph and back.
 *
 * <p>Between two rounds the graph's variables of these tables mean nothing. Used by one thread.
 */
public final class GrowingTables {
  private final Parameters parameters;
  private final Map<String, GrowingTable> byFeature = new LinkedHashMap<>();

  /**
   * The tables of a configuration, each with the rows "not known" and "rare".
   *
   * @param parameters of the graph
   * @param objective whose descent moves the tables
   * @param random draws the seeds of new rows
   */
  public GrowingTables(
      FeatureConfig config, Parameters parameters, String objective, RandomGenerator random) {
    this.parameters = parameters;
    for (Feature.Id feature : config.pageGrowing()) {
      int column = config.pageEmbedded().indexOf(feature);
      byFeature.put(
          feature.name(),
          new GrowingTable(feature, column, parameters, objective, random.nextLong()));
    }
  }

  /** Adds rows to a feature's table until there are {@code rows}. */
  public void grow(String feature, int rows) {
    byFeature.get(feature).table().grow(rows);
  }

  /** How many rows a feature's table has. */
  public int rows(String feature) {
    return byFeature.get(feature).table().rows();
  }

  /**
   * Begins a round: brings the rows that the batches need into the graph.
   *
   * @param rows the first so many of each batch
   * @return where they stand there
   */
  public Placement load(List<StateBatch> batches, int rows) {
    if (byFeature.isEmpty()) {
      return Placement.WHOLE;
    }
    Map<Integer, WorkingSet> rounds = new HashMap<>();
    Map<String, float[]> values = new HashMap<>();
    for (GrowingTable table : byFeature.values()) {
      rounds.put(table.column(), table.begin(batches, rows));
      table.gather(values);
    }
    parameters.write(values);
    return (feature, row) -> {
      WorkingSet round = rounds.get(feature);
      return round == null ? row : round.place(row);
    };
  }

  /** Ends a round: takes the rows as the update left them. */
  public void store() {
    if (!byFeature.isEmpty()) {
      List<Parameter> all =
          byFeature.values().stream()
              .map(GrowingTable::variables)
              .flatMap(Collection::stream)
              .toList();
      Map<String, float[]> values = parameters.read(all);
      byFeature.values().forEach(table -> table.scatter(values));
    }
  }

  /** Puts the whole tables in the place of what the graph says of them. */
  public void overlay(Map<String, Tensor> tensors) {
    byFeature.values().forEach(table -> table.overlay(tensors));
  }

  /** Names of the tensors that {@link #overlay} puts. */
  public Set<String> names() {
    return byFeature.values().stream()
        .flatMap(table -> table.variables().stream())
        .map(Parameter::name)
        .collect(Collectors.toSet());
  }

  /**
   * Checks that {@link #restore} will do.
   *
   * @throws IllegalArgumentException that names a tensor which is missing or does not fit
   */
  public void requireFitting(Weights weights) {
    byFeature.values().forEach(table -> table.requireFitting(weights));
  }

  /** Goes on from the whole tables that {@link #overlay} put. */
  public void restore(Weights weights) {
    byFeature.values().forEach(table -> table.restore(weights));
  }
}
