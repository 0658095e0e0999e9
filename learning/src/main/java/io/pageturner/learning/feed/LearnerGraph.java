package io.pageturner.learning.feed;

import io.pageturner.learning.replay.TransitionBatch;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What every learner's graph is fed with and tells of its updates. */
interface LearnerGraph {
  /** Where a batch is fed. */
  TransitionBatch.Inputs inputs();

  /** The figures of an update. */
  GraphFigures figures();

  /** V(s), or what stands for V: of the first agent where each has its own [batch]. */
  Operand<TFloat32> v();

  /** The greedy action of an agent [batch, actions]. */
  Operand<TFloat32> unit(int agent);

  /** y − V(s), or what stands for V, of a batch's rows [batch]. */
  Operand<TFloat32> errors();

  /**
   * r + γ·next [batch], a constant for whatever descends to it; r alone after a terminal step.
   *
   * @param next what the next page is worth [batch]
   */
  static Operand<TFloat32> target(
      Ops tf,
      TransitionBatch.Inputs inputs,
      PolicyLearnerSettings settings,
      Operand<TFloat32> next) {
    Operand<TFloat32> scaled =
        tf.math.mul(inputs.rewards(), tf.constant((float) settings.rewardScale()));
    return tf.stopGradient(tf.math.add(scaled, tf.math.mul(discount(tf, inputs, settings), next)));
  }

  /** γ [batch], 0 after a terminal step. */
  static Operand<TFloat32> discount(
      Ops tf, TransitionBatch.Inputs inputs, PolicyLearnerSettings settings) {
    return tf.math.mul(inputs.continues(), tf.constant((float) settings.gamma()));
  }
}
