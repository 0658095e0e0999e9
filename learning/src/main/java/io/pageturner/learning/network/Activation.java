package io.pageturner.learning.network;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What a hidden layer does to each of its numbers. */
public enum Activation {
  /** max(0, x). */
  RELU {
    @Override
    Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
      return tf.nn.relu(x);
    }

    @Override
    float apply(float x) {
      return Math.max(0, x);
    }
  },
  /** The hyperbolic tangent. */
  TANH {
    @Override
    Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
      return tf.math.tanh(x);
    }

    @Override
    float apply(float x) {
      return (float) Math.tanh(x);
    }
  };

  abstract Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x);

  abstract float apply(float x);
}
