package io.pageturner.serving.model;

import io.pageturner.features.EncodedState;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import java.util.ArrayList;
import java.util.List;

/**
 * The forward pass of the state network (SPEC 1.3): [intents, dense, id embeddings] → s = ReLU(x·W
 * + b).
 */
final class StateNetwork {
  private final FeatureConfig config;
  private final ItemPooling pooling;
  private final List<Table> tables = new ArrayList<>();
  private final Layer dense;

  /** A trainable embedding table [rows, dimension] of one id feature. */
  private record Table(int dimension, float[] values) {}

  StateNetwork(FeatureConfig config, CheckedWeights weights) {
    this.config = config;
    this.pooling = ItemPooling.of(config, weights);
    for (Feature.Embedded feature : config.pageEmbedded()) {
      String name = "state_embedding_" + feature.name();
      int dimension = feature.dimension();
      float[] values =
          config.pageGrowing().contains(feature)
              ? weights.readRows(name, dimension)
              : weights.read(name, feature.rows(), dimension);
      tables.add(new Table(feature.dimension(), values));
    }
    int state = config.network().state();
    this.dense = Layer.of(weights, "state_dense", config.stateInputSize(), state);
  }

  /** The state embedding s [S]. */
  float[] embed(EncodedState state, ItemEmbeddings embeddings) {
    return dense.applyRelu(input(state, embeddings));
  }

  /** The concatenated input [in]. */
  private float[] input(EncodedState state, ItemEmbeddings embeddings) {
    float[] x = new float[config.stateInputSize()];
    float[] matrix = new float[config.sequenceLength() * config.sequenceDimension()]; // [L, d]
    float[] mask = new float[config.sequenceLength()]; // [L]
    state.fillItems(embeddings, matrix, 0, mask, 0);
    pooling.pool(matrix, mask, x);
    int at = config.network().intentSize(config.sequenceDimension());
    System.arraycopy(state.dense(), 0, x, at, state.dense().length);
    at += state.dense().length;
    for (int i = 0; i < tables.size(); i++) {
      Table table = tables.get(i);
      int from = state.ids()[i] * table.dimension();
      System.arraycopy(table.values(), from, x, at, table.dimension());
      at += table.dimension();
    }
    return x;
  }
}
