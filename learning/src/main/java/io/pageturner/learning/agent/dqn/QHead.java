package io.pageturner.learning.agent.dqn;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** How Q is put together: all that dueling DQN changes. */
public enum QHead {
  /** One stream of hidden layers with an output per action. */
  PLAIN,
  /** The last hidden layer once for V(s) and once for A(s, ·). */
  DUELING;

  /** V(s) + A(s, ·) − mean A(s, ·) [batch, actions] of V(s) [batch, 1] and A(s, ·). */
  public static Operand<TFloat32> dueling(
      Ops tf, Operand<TFloat32> value, Operand<TFloat32> advantages) {
    return tf.math.add(value, tf.math.sub(advantages, mean(tf, advantages)));
  }

  /** The mean over the actions [batch, 1] of numbers [batch, actions]. */
  public static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> numbers) {
    return tf.reshape(tf.math.mean(numbers, tf.constant(1)), tf.constant(new int[] {-1, 1}));
  }

  /** Q(s, a) [batch] of Q(s, ·) [batch, actions] and each a's index [batch]. */
  public static Operand<TFloat32> at(
      Ops tf, Operand<TFloat32> q, Operand<? extends TNumber> actions) {
    Operand<TInt32> count = tf.constant((int) q.shape().get(1));
    Operand<TFloat32> chosen = tf.oneHot(actions, count, tf.constant(1f), tf.constant(0f));
    return tf.sum(tf.math.mul(q, chosen), tf.constant(1));
  }
}
