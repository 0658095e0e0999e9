package io.pageturner.learning.embedding;

import io.pageturner.learning.tensorflow.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Unique;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The gradient of gathered rows of a table, rows gathered twice summed up: each touched row once.
 *
 * <p>TensorFlow's gradient of a gather is as large as the table, and its sparse updates take a row
 * that is listed twice as two steps; so the gradient is taken of the gathered rows, and summed
 * here.
 *
 * @param rows [u] rows that were gathered, each once
 * @param gradient [u, …] sum of the gradients of each
 */
public record SummedRows(Operand<TInt32> rows, Operand<TFloat32> gradient) {
  /**
   * Sums up by row.
   *
   * @param rows [n] as gathered
   * @param gradient [n, …] of what was gathered
   */
  public static SummedRows of(Ops tf, Operand<TInt32> rows, Operand<TFloat32> gradient) {
    Unique<TInt32, TInt32> unique = tf.unique(rows, tf.constant(new int[] {0}));
    return new SummedRows(
        unique.y(), tf.math.unsortedSegmentSum(gradient, unique.idx(), tf.size(unique.y())));
  }

  /**
   * One step of AdaGrad on the touched rows (Duchi et al. 2011, diagonal form).
   *
   * @param squares of the same shape as the table: sums of squared gradients, above 0
   */
  public Op adagrad(Ops tf, Parameter table, Parameter squares, float learningRate) {
    return tf.train.sparseApplyAdagrad(
        table.variable(),
        squares.variable(),
        tf.constant(learningRate),
        tf.constant(0f), // Epsilon: the squares start above 0.
        gradient,
        rows);
  }
}
