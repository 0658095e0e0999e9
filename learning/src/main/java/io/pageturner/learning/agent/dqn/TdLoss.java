package io.pageturner.learning.agent.dqn;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What an error δ = y − Q(s, a) costs. */
public enum TdLoss {
  /** δ²/2 up to |δ| = 1, |δ| − 1/2 beyond (Huber, 1964): a large error pulls no harder than 1. */
  HUBER {
    @Override
    public Operand<TFloat32> of(Ops tf, Operand<TFloat32> error) {
      Operand<TFloat32> size = tf.math.abs(error);
      Operand<TFloat32> near = tf.math.minimum(size, tf.constant(1f));
      Operand<TFloat32> half = tf.math.mul(tf.constant(0.5f), tf.math.square(near));
      return tf.math.add(half, tf.math.sub(size, near));
    }
  },
  /** δ²/2: Q becomes the mean of y, also where a rare end of the episode is far below the rest. */
  SQUARED {
    @Override
    public Operand<TFloat32> of(Ops tf, Operand<TFloat32> error) {
      return tf.math.mul(tf.constant(0.5f), tf.math.square(error));
    }
  };

  /**
   * @param error δ [batch]
   * @return [batch]
   */
  public abstract Operand<TFloat32> of(Ops tf, Operand<TFloat32> error);
}
