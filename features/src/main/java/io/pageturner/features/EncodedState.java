package io.pageturner.features;

/**
 * A state as network inputs; the item matrix is kept as rows of the {@link ItemEmbeddings}.
 *
 * <p>The arrays belong to the holder and must not be changed.
 *
 * @param items [L] row per step, newest last; {@link #PADDING} before the first
 * @param dense [D] normalised numbers, in the configuration's order
 * @param ids [I] row per embedded feature, in the configuration's order
 */
public record EncodedState(int[] items, float[] dense, int[] ids) {
  /** Marks a step before the user's first action: zero vector, mask 0. */
  public static final int PADDING = -1;

  /**
   * Writes the item matrix [L, d] and its mask [L].
   *
   * @param matrix where to write the matrix, from {@code matrixOffset} on
   * @param mask where to write the mask (1 for a step that happened), from {@code maskOffset} on
   */
  public void fillItems(
      ItemEmbeddings embeddings, float[] matrix, int matrixOffset, float[] mask, int maskOffset) {
    int d = embeddings.dimension();
    for (int step = 0; step < items.length; step++) {
      boolean happened = items[step] != PADDING;
      embeddings.copy(
          happened ? items[step] : ItemEmbeddings.UNKNOWN_ROW, matrix, matrixOffset + step * d);
      mask[maskOffset + step] = happened ? 1 : 0;
    }
  }
}
