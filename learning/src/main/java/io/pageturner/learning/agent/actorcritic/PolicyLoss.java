package io.pageturner.learning.agent.actorcritic;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What the policy descends: all that PPO's loss changes in A2C's. */
public enum PolicyLoss {
  /** −log π(a | s)·Â (Sutton et al., NIPS 1999). */
  GRADIENT {
    @Override
    public Operand<TFloat32> of(
        Ops tf,
        Operand<TFloat32> log,
        Operand<TFloat32> oldLog,
        Operand<TFloat32> advantages,
        Operand<TFloat32> clip) {
      return tf.math.neg(tf.math.mul(log, advantages));
    }
  },
  /**
   * −min(ρ, 1)·log π(a | s)·Â: the gradient where actions came from policies that were served a
   * while ago (Espeholt et al., ICML 2018, section 4.2, with ρ̄ = 1).
   */
  CORRECTED {
    @Override
    public Operand<TFloat32> of(
        Ops tf,
        Operand<TFloat32> log,
        Operand<TFloat32> oldLog,
        Operand<TFloat32> advantages,
        Operand<TFloat32> clip) {
      Operand<TFloat32> ratio = ratio(tf, log, oldLog);
      Operand<TFloat32> weight = tf.stopGradient(tf.math.minimum(ratio, tf.constant(1f)));
      return tf.math.mul(weight, GRADIENT.of(tf, log, oldLog, advantages, clip));
    }
  },
  /** −min(ρ·Â, clip(ρ, 1 − ε, 1 + ε)·Â) (Schulman et al., 2017, equation 7). */
  CLIPPED {
    @Override
    public Operand<TFloat32> of(
        Ops tf,
        Operand<TFloat32> log,
        Operand<TFloat32> oldLog,
        Operand<TFloat32> advantages,
        Operand<TFloat32> clip) {
      Operand<TFloat32> one = tf.constant(1f);
      Operand<TFloat32> ratio = ratio(tf, log, oldLog);
      Operand<TFloat32> near =
          tf.math.maximum(tf.math.minimum(ratio, tf.math.add(one, clip)), tf.math.sub(one, clip));
      return tf.math.neg(
          tf.math.minimum(tf.math.mul(ratio, advantages), tf.math.mul(near, advantages)));
    }
  };

  /**
   * @param log log π(a | s) [batch]
   * @param oldLog the same when a was taken [batch]
   * @param advantages Â [batch]
   * @param clip ε []
   * @return [batch]
   */
  public abstract Operand<TFloat32> of(
      Ops tf,
      Operand<TFloat32> log,
      Operand<TFloat32> oldLog,
      Operand<TFloat32> advantages,
      Operand<TFloat32> clip);

  /** ρ [batch]: how much likelier an action is now than when it was taken. */
  private static Operand<TFloat32> ratio(Ops tf, Operand<TFloat32> log, Operand<TFloat32> oldLog) {
    return tf.math.exp(tf.math.sub(log, oldLog));
  }
}
