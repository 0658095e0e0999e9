package io.pageturner.features;

import io.pageturner.domain.ItemId;
import java.util.HashMap;
import java.util.Map;

/**
 * Pre-trained item embeddings, looked up in pre-processing and never part of a graph (SPEC 3.2).
 *
 * <p>Immutable. Row 0 is the zero vector, which stands for an item that has no embedding.
 */
public final class ItemEmbeddings {
  /** Row of an item without an embedding. */
  public static final int UNKNOWN_ROW = 0;

  /** The version of embeddings without an item. */
  public static final String NO_VERSION = "none";

  private final int dimension;
  private final Map<ItemId, Integer> rows;
  private final float[] vectors; // [rows, d]
  private final double[] norms; // [rows]

  private ItemEmbeddings(int dimension, Map<ItemId, Integer> rows, float[] vectors) {
    this.dimension = dimension;
    this.rows = rows;
    this.vectors = vectors;
    this.norms = new double[vectors.length / dimension];
    for (int row = 0; row < norms.length; row++) {
      norms[row] = Math.sqrt(dot(row, vectors, row * dimension));
    }
  }

  /** No item has an embedding. */
  public static ItemEmbeddings none(int dimension) {
    return new ItemEmbeddings(dimension, Map.of(), new float[dimension]);
  }

  /**
   * The embeddings of a map, rows in its iteration order.
   *
   * @throws IllegalArgumentException when a vector is not finite or not {@code dimension} long
   */
  public static ItemEmbeddings of(int dimension, Map<ItemId, float[]> byItem) {
    Map<ItemId, Integer> rows = new HashMap<>();
    float[] vectors = new float[Math.multiplyExact(byItem.size() + 1, dimension)];
    byItem.forEach(
        (item, vector) -> {
          check(item, vector, dimension);
          int row = rows.size() + 1;
          rows.put(item, row);
          System.arraycopy(vector, 0, vectors, row * dimension, dimension);
        });
    return new ItemEmbeddings(dimension, rows, vectors);
  }

  private static void check(ItemId item, float[] vector, int dimension) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "the embedding of item "
              + item
              + " has "
              + vector.length
              + " numbers, sequence.dimension is "
              + dimension);
    }
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("the embedding of item " + item + " holds " + value);
      }
    }
  }

  public int dimension() {
    return dimension;
  }

  /** Number of items that have an embedding. */
  public int size() {
    return rows.size();
  }

  /** The item's row, or {@link #UNKNOWN_ROW}. */
  public int row(ItemId item) {
    return rows.getOrDefault(item, UNKNOWN_ROW);
  }

  /** Copies a row's vector [d] into {@code target} from {@code offset} on. */
  public void copy(int row, float[] target, int offset) {
    System.arraycopy(vectors, row * dimension, target, offset, dimension);
  }

  /**
   * Names exactly these embeddings, rows included: the SHA-256 of their items, rows and vectors, or
   * {@link #NO_VERSION}. A model's lineage tells the version that it was trained with.
   */
  public String version() {
    return Fingerprint.of(this);
  }

  /** The vectors by item, as given. */
  public Map<ItemId, float[]> toMap() {
    Map<ItemId, float[]> byItem = new HashMap<>();
    rows.forEach(
        (item, row) -> {
          float[] vector = new float[dimension];
          copy(row, vector, 0);
          byItem.put(item, vector);
        });
    return byItem;
  }

  /** Cosine of a row's vector and {@code other} [d]; 0 when one of them is zero. */
  public double cosine(int row, float[] other) {
    return cosine(row, other, norm(other));
  }

  /** Cosine of a row's vector and {@code other} [d], whose {@link #norm} is known. */
  double cosine(int row, float[] other, double norm) {
    double lengths = norms[row] * norm;
    return lengths == 0 ? 0 : dot(row, other, 0) / lengths;
  }

  /** Euclidean length; a double, since squares of large floats are no floats. */
  static double norm(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  /** Row times {@code other} from {@code at} on; even and odd places apart, which is faster. */
  private double dot(int row, float[] other, int at) {
    int from = row * dimension;
    double even = 0;
    double odd = 0;
    for (int i = 0; i + 1 < dimension; i += 2) {
      even += (double) vectors[from + i] * other[at + i];
      odd += (double) vectors[from + i + 1] * other[at + i + 1];
    }
    if (dimension % 2 == 1) {
      even += (double) vectors[from + dimension - 1] * other[at + dimension - 1];
    }
    return even + odd;
  }
}
