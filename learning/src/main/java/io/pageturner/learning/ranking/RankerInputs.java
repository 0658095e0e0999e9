package io.pageturner.learning.ranking;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The inputs of the ranking models' graph, shared by both models.
 *
 * @param item [b, d] item embeddings
 * @param dense [b, n] normalised numbers
 * @param ids [b, m] rows of the id features' tables
 * @param crosses [b, c] rows of the crosses' wide weights
 */
record RankerInputs(
    Placeholder<TFloat32> item,
    Placeholder<TFloat32> dense,
    Placeholder<TInt32> ids,
    Placeholder<TInt32> crosses) {
  static RankerInputs of(Ops tf, RankerShape shape) {
    return new RankerInputs(
        floats(tf, "item", shape.itemDimension()),
        floats(tf, "dense", shape.dense()),
        rows(tf, "ids", shape.tables().size()),
        rows(tf, "crosses", shape.crosses().size()));
  }

  private static Placeholder<TInt32> rows(Ops tf, String name, long width) {
    return tf.withName(name)
        .placeholder(TInt32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, width)));
  }

  private static Placeholder<TFloat32> floats(Ops tf, String name, long width) {
    return tf.withName(name)
        .placeholder(TFloat32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, width)));
  }
}
