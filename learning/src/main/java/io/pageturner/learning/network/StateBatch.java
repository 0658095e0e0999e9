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
  private final int[] ids; // [capacity, I] as encoded
  private final int[] places; // [capacity, I] the graph's rows, at the last feed

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
    this.places = new int[capacity * categories];
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

  /** The row of an embedded feature's table, as encoded. */
  public int id(int row, int feature) {
    return ids[row * categories + feature];
  }

  /** Feeds the first {@code rows} rows to a graph that holds all tables whole. */
  public void feed(Run run, NetworkInputs inputs, int rows) {
    feed(run, inputs, rows, Placement.WHOLE);
  }

  /** Feeds the first {@code rows} rows. */
  public void feed(Run run, NetworkInputs inputs, int rows, Placement placement) {
    run.feed(inputs.items(), items, rows, length, dimension);
    run.feed(inputs.mask(), mask, rows, length);
    if (numbers > 0) {
      run.feed(inputs.dense(), dense, rows, numbers);
    }
    if (categories > 0) {
      for (int i = 0; i < rows * categories; i++) {
        places[i] = placement.place(i % categories, ids[i]);
      }
      run.feed(inputs.ids(), places, rows, categories);
    }
  }
}
