package io.pageturner.learning.network;

/** Where the rows of the embedding tables stand in a graph. */
@FunctionalInterface
public interface Placement {
  /** Every table is whole in the graph: a row stands at its own place. */
  Placement WHOLE = (feature, row) -> row;

  /**
   * The graph's row.
   *
   * @param feature index among the embedded features
   * @param row of the feature's table, as encoded
   */
  int place(int feature, int row);
}
