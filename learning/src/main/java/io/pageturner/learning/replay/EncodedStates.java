package io.pageturner.learning.replay;

import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Encoded states in three flat arrays: no object per state. */
final class EncodedStates {
  private final int length;
  private final int numbers;
  private final int categories;
  private final int[] items; // [capacity, L]
  private final float[] dense; // [capacity, D]
  private final int[] ids; // [capacity, I]

  EncodedStates(FeatureConfig config, int capacity) {
    this.length = config.sequenceLength();
    this.numbers = config.pageNumeric().size();
    this.categories = config.pageEmbedded().size();
    this.items = new int[Math.multiplyExact(capacity, length)];
    this.dense = new float[Math.multiplyExact(capacity, numbers)];
    this.ids = new int[Math.multiplyExact(capacity, categories)];
  }

  /** Memory that its arrays take. */
  long bytes() {
    return ((long) items.length + dense.length + ids.length) * Integer.BYTES;
  }

  void put(int row, EncodedState state) {
    System.arraycopy(state.items(), 0, items, row * length, length);
    System.arraycopy(state.dense(), 0, dense, row * numbers, numbers);
    System.arraycopy(state.ids(), 0, ids, row * categories, categories);
  }

  EncodedState get(int row) {
    return new EncodedState(
        Arrays.copyOfRange(items, row * length, (row + 1) * length),
        Arrays.copyOfRange(dense, row * numbers, (row + 1) * numbers),
        Arrays.copyOfRange(ids, row * categories, (row + 1) * categories));
  }

  /**
   * x → x·scale + shift, cut to ±limit, for each dense feature of the first {@code rows} rows; one
   * that is not normalised stays as it is.
   */
  void rescale(int rows, float[] scale, float[] shift, float limit) {
    for (int i = 0; i < rows * numbers; i++) {
      int feature = i % numbers;
      if (scale[feature] != 1 || shift[feature] != 0) {
        float moved = dense[i] * scale[feature] + shift[feature];
        dense[i] = Math.max(-limit, Math.min(limit, moved));
      }
    }
  }

  void write(int rows, DataOutput out) throws IOException {
    Blocks.write(out, items, rows * length);
    Blocks.write(out, dense, rows * numbers);
    Blocks.write(out, ids, rows * categories);
  }

  void read(int rows, DataInput in) throws IOException {
    Blocks.read(in, items, rows * length);
    Blocks.read(in, dense, rows * numbers);
    Blocks.read(in, ids, rows * categories);
  }
}
