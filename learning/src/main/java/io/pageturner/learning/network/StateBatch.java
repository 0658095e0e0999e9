package io.pageturner.learning.network;

import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.tensorflow.Run;
import java.util.List;

/** States side by side as the arrays that a network is fed with; filled again for each batch. */
public final class StateBatch {
  private final int length;
  private final int dimension;
  private final int numbers;
  private final int categories;
  private final ItemEmbeddings embeddings;
  private final float[] items; // [capacity, L, d]
  private final float[] mask; // [capacity, L]
  private final float[] dense; // [capacity, D]
  private final int[] ids; // [capacity, I]

  public StateBatch(FeatureConfig config, ItemEmbeddings embeddings, int capacity) {
    this.length = config.sequenceLength();
    this.dimension = config.sequenceDimension();
    this.numbers = config.pageNumeric().size();
    this.categories = config.pageEmbedded().size();
    this.embeddings = embeddings;
    this.items = new float[capacity * length * dimension];
    this.mask = new float[capacity * length];
    this.dense = new float[capacity * numbers];
    this.ids = new int[capacity * categories];
  }

  /** A batch of exactly these states. */
  public static StateBatch of(
      FeatureConfig config, ItemEmbeddings embeddings, List<EncodedState> states) {
    StateBatch batch = new StateBatch(config, embeddings, states.size());
    for (int i = 0; i < states.size(); i++) {
      batch.put(i, states.get(i));
    }
    return batch;
  }

  /** Sets one row. */
  public void put(int row, EncodedState state) {
    state.fillItems(embeddings, items, row * length * dimension, mask, row * length);
    System.arraycopy(state.dense(), 0, dense, row * numbers, numbers);
    System.arraycopy(state.ids(), 0, ids, row * categories, categories);
  }

  /** Feeds the first {@code rows} rows. */
  public void feed(Run run, NetworkInputs inputs, int rows) {
    run.feed(inputs.items(), items, rows, length, dimension);
    run.feed(inputs.mask(), mask, rows, length);
    if (numbers > 0) {
      run.feed(inputs.dense(), dense, rows, numbers);
    }
    if (categories > 0) {
      run.feed(inputs.ids(), ids, rows, categories);
    }
  }
}
