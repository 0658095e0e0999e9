package io.pageturner.learning.network;

import io.pageturner.learning.tensorflow.Parameter;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The plain alternatives to convolutions: mean, maximum and sum over the steps that happened. */
final class Poolings {
  /** Below every embedding: what a step that did not happen counts as in a maximum. */
  private static final float LOWEST = -1e30f;

  /** One vector [batch, d] of items [batch, L, d] and mask [batch, L, 1]. */
  @FunctionalInterface
  interface Pooling {
    Operand<TFloat32> apply(Ops tf, Operand<TFloat32> items, Operand<TFloat32> mask);
  }

  private Poolings() {}

  static Intents intents(Ops tf, Pooling pooling) {
    return new Intents() {
      @Override
      public List<Operand<TFloat32>> apply(Operand<TFloat32> items, Operand<TFloat32> mask) {
        return List.of(pooling.apply(tf, items, tf.expandDims(mask, tf.constant(2))));
      }

      @Override
      public List<Parameter> parameters() {
        return List.of();
      }
    };
  }

  static Operand<TFloat32> sum(Ops tf, Operand<TFloat32> items, Operand<TFloat32> mask) {
    return tf.sum(tf.math.mul(items, mask), tf.constant(1));
  }

  static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> items, Operand<TFloat32> mask) {
    Operand<TFloat32> steps = tf.sum(mask, tf.constant(1)); // [batch, 1]
    return tf.math.div(sum(tf, items, mask), tf.math.maximum(steps, tf.constant(1f)));
  }

  static Operand<TFloat32> max(Ops tf, Operand<TFloat32> items, Operand<TFloat32> mask) {
    Operand<TFloat32> absent = tf.math.mul(tf.math.sub(tf.constant(1f), mask), tf.constant(LOWEST));
    Operand<TFloat32> greatest =
        tf.reduceMax(tf.math.add(tf.math.mul(items, mask), absent), tf.constant(1));
    Operand<TFloat32> any = tf.reduceMax(mask, tf.constant(1)); // [batch, 1]
    return tf.math.mul(greatest, any);
  }
}
