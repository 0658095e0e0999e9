package io.pageturner.learning.ids;

import io.pageturner.features.Feature;
import io.pageturner.features.Preprocessing;
import io.pageturner.learning.ids.IdTable.Part;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.network.StateNetwork;
import io.pageturner.learning.tensorflow.Descent;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One growing table, with the graph's variables that hold its rows of a round. */
final class GrowingTable {
  private final int column;
  private final int capacity;
  private final IdTable table;
  private final Map<Part, Parameter> variables = new LinkedHashMap<>();
  private WorkingSet round;

  /**
   * A table with the rows "not known" and "rare".
   *
   * @param column index of the feature among the embedded ones
   * @param objective whose descent moves the table
   * @param seed of new rows
   */
  GrowingTable(Feature.Id feature, int column, Parameters parameters, String objective, long seed) {
    this.column = column;
    this.capacity = feature.rows();
    this.table = new IdTable(feature.dimension(), StateNetwork.EMBEDDING_LIMIT, seed);
    table.grow(Preprocessing.EMPTY.tableRows(feature.name()));
    String name = StateNetwork.table(feature);
    variables.put(Part.VALUE, parameters.named(name));
    variables.put(Part.FIRST_MOMENT, parameters.named(Descent.firstMoment(objective, name)));
    variables.put(Part.SECOND_MOMENT, parameters.named(Descent.secondMoment(objective, name)));
  }

  int column() {
    return column;
  }

  IdTable table() {
    return table;
  }

  /** The graph's variables: of the embeddings and their moments. */
  Collection<Parameter> variables() {
    return variables.values();
  }

  /** Begins a round with the first {@code rows} of each batch. */
  WorkingSet begin(List<StateBatch> batches, int rows) {
    Map<Integer, Integer> needed = new HashMap<>();
    for (StateBatch batch : batches) {
      for (int row = 0; row < rows; row++) {
        needed.merge(checked(batch.id(row, column)), 1, Integer::sum);
      }
    }
    round = WorkingSet.of(needed, capacity);
    return round;
  }

  private int checked(int row) {
    if (row < 0 || row >= table.rows()) {
      throw new IllegalArgumentException("row " + row + " is none of the table's " + table.rows());
    }
    return row;
  }

  /** Adds what the round's rows hold to {@code values}, by variable. */
  void gather(Map<String, float[]> values) {
    int d = table.dimension();
    variables.forEach(
        (part, variable) -> {
          float[] gathered = new float[capacity * d];
          for (int place = 0; place < round.size(); place++) {
            table.load(round.rows()[place], part, gathered, place * d);
          }
          values.put(variable.name(), gathered);
        });
  }

  /** Sets the round's rows to what {@code values} has of them, by variable. */
  void scatter(Map<String, float[]> values) {
    int d = table.dimension();
    variables.forEach(
        (part, variable) -> {
          float[] scattered = values.get(variable.name());
          for (int place = 0; place < round.size(); place++) {
            table.store(round.rows()[place], part, scattered, place * d);
          }
        });
  }

  /** Puts the whole table where {@code tensors} has the graph's part of it. */
  void overlay(Map<String, Tensor> tensors) {
    int[] shape = {table.rows(), table.dimension()};
    variables.forEach(
        (part, variable) ->
            tensors.computeIfPresent(
                variable.name(), (name, inGraph) -> new Tensor(shape, table.read(part))));
  }

  void requireFitting(Weights weights) {
    int rows = weights.tensor(variables.get(Part.VALUE).name()).size() / table.dimension();
    int[] wanted = {rows, table.dimension()};
    for (Parameter variable : variables()) {
      int[] found = weights.tensor(variable.name()).shape();
      if (!Arrays.equals(found, wanted)) {
        throw new IllegalArgumentException(
            variable.name()
                + " must have the shape "
                + Arrays.toString(wanted)
                + ", was "
                + Arrays.toString(found));
      }
    }
  }

  void restore(Weights weights) {
    table.replace(
        weights.tensor(variables.get(Part.VALUE).name()).values(),
        weights.tensor(variables.get(Part.FIRST_MOMENT).name()).values(),
        weights.tensor(variables.get(Part.SECOND_MOMENT).name()).values());
  }
}
