package io.pageturner.serving.model;

/**
 * One state as the tensors of a policy's SavedModel signature, without the batch's dimension.
 *
 * @param items [L·d] embeddings of the recent items, newest last, row by row
 * @param mask [L] 1 for a step that happened, else 0
 * @param dense [D] normalised numbers
 * @param ids [I] row per embedded feature
 */
public record StateTensors(float[] items, float[] mask, float[] dense, int[] ids) {
  /**
   * What tensors a policy takes.
   *
   * @param length L
   * @param dimension d
   * @param dense D
   * @param rows of each embedded feature's table: [I]
   * @param actions number of factors of an action
   */
  public record Shapes(int length, int dimension, int dense, int[] rows, int actions) {}
}
