package io.pageturner.learning.network;

import io.pageturner.features.FeatureConfig;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Where a batch of states is fed into a graph.
 *
 * @param items [batch, L, d] embeddings of the recent items, newest last, zero rows before the
 *     first
 * @param mask [batch, L] 1 for a step that happened
 * @param dense [batch, D] normalised numbers
 * @param ids [batch, I] row per embedded feature
 */
public record NetworkInputs(
    Placeholder<TFloat32> items,
    Placeholder<TFloat32> mask,
    Placeholder<TFloat32> dense,
    Placeholder<TInt32> ids) {

  /**
   * Adds the four placeholders to a graph.
   *
   * @param prefix of their names
   */
  public static NetworkInputs create(Ops tf, String prefix, FeatureConfig config) {
    int length = config.sequenceLength();
    return new NetworkInputs(
        floats(tf, prefix + "items", length, config.sequenceDimension()),
        floats(tf, prefix + "mask", length),
        floats(tf, prefix + "dense", config.pageNumeric().size()),
        tf.withName(prefix + "ids")
            .placeholder(
                TInt32.class, Placeholder.shape(Shape.of(-1, config.pageEmbedded().size()))));
  }

  private static Placeholder<TFloat32> floats(Ops tf, String name, long... row) {
    return tf.withName(name)
        .placeholder(TFloat32.class, Placeholder.shape(Shape.of(row).prepend(-1)));
  }
}
