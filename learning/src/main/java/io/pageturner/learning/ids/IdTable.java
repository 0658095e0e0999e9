package io.pageturner.learning.ids;

import io.pageturner.learning.replay.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/**
 * The embeddings of one growing feature with Adam's moments: rows [rows, 3·d] on the heap.
 *
 * <p>It grows in blocks, so that growth copies nothing. A row's three parts stand side by side: a
 * round reads and writes rows that lie far apart.
 */
final class IdTable {
  /** The parts of a row: the embedding, and the moments of its gradient. */
  enum Part {
    VALUE(0),
    FIRST_MOMENT(1),
    SECOND_MOMENT(2);

    private final int place;

    Part(int place) {
      this.place = place;
    }
  }

  private static final int PARTS = Part.values().length;
  private static final int BLOCK_ROWS = 1 << 12;

  private final int dimension;
  private final double limit;
  private final long seed;
  private final List<float[]> blocks = new ArrayList<>(); // each [BLOCK_ROWS, 3, d]
  private int rows;

  /**
   * A table with no row.
   *
   * @param dimension d
   * @param limit a new row's embedding is uniform in (−limit, limit), its moments are 0
   * @param seed of the new rows; a row's first embedding depends on it and the row alone
   */
  IdTable(int dimension, double limit, long seed) {
    this.dimension = dimension;
    this.limit = limit;
    this.seed = seed;
  }

  int dimension() {
    return dimension;
  }

  int rows() {
    return rows;
  }

  /** Adds new rows until there are {@code wanted}. */
  void grow(int wanted) {
    while (rows < wanted) {
      if (rows % BLOCK_ROWS == 0) {
        blocks.add(new float[Math.multiplyExact(BLOCK_ROWS * PARTS, dimension)]);
      }
      begin(rows++);
    }
  }

  private void begin(int row) {
    SplitMix64 random = new SplitMix64(seed ^ new SplitMix64(row).nextLong());
    float[] block = block(row);
    int from = start(row, Part.VALUE);
    for (int k = 0; k < dimension; k++) {
      block[from + k] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
  }

  /** Copies a part of a row to {@code target} from {@code at} on. */
  void load(int row, Part part, float[] target, int at) {
    System.arraycopy(block(row), start(row, part), target, at, dimension);
  }

  /** Sets a part of a row. */
  void store(int row, Part part, float[] source, int at) {
    System.arraycopy(source, at, block(row), start(row, part), dimension);
  }

  /** A part of all rows [rows, d]. */
  float[] read(Part part) {
    float[] all = new float[Math.multiplyExact(rows, dimension)];
    for (int row = 0; row < rows; row++) {
      load(row, part, all, row * dimension);
    }
    return all;
  }

  /**
   * Becomes a table of other rows.
   *
   * @param values [rows, d]
   * @param firstMoments [rows, d]
   * @param secondMoments [rows, d]
   */
  void replace(float[] values, float[] firstMoments, float[] secondMoments) {
    blocks.clear();
    rows = 0;
    grow(values.length / dimension);
    for (int row = 0; row < rows; row++) {
      store(row, Part.VALUE, values, row * dimension);
      store(row, Part.FIRST_MOMENT, firstMoments, row * dimension);
      store(row, Part.SECOND_MOMENT, secondMoments, row * dimension);
    }
  }

  private float[] block(int row) {
    return blocks.get(row / BLOCK_ROWS);
  }

  private int start(int row, Part part) {
    return (row % BLOCK_ROWS * PARTS + part.place) * dimension;
  }
}
