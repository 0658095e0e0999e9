package io.pageturner.learning.agent.dqn;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What the next state is worth: all that double DQN changes. */
public enum NextValue {
  /** max Q⁻(s', a'). */
  MAX {
    @Override
    public Operand<TFloat32> of(Ops tf, Operand<TFloat32> target, Operand<TFloat32> online) {
      return tf.max(target, tf.constant(1));
    }
  },
  /** Q⁻(s', argmax Q(s', a')): the one network chooses, the other tells the value. */
  DOUBLE {
    @Override
    public Operand<TFloat32> of(Ops tf, Operand<TFloat32> target, Operand<TFloat32> online) {
      return QHead.at(tf, target, tf.math.argMax(online, tf.constant(1)));
    }
  };

  /**
   * @param target Q⁻(s', ·) [batch, actions]
   * @param online Q(s', ·) [batch, actions]
   * @return [batch]
   */
  public abstract Operand<TFloat32> of(Ops tf, Operand<TFloat32> target, Operand<TFloat32> online);
}
