package io.pageturner.learning.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What an optimiser does to the parameters of one objective. */
@FunctionalInterface
interface Steps {
  /**
   * The operations of one step.
   *
   * @param tf which already waits for all that must be computed before
   * @param gradients of the objective's parameters, in their order
   */
  List<Op> of(Ops tf, List<Operand<TFloat32>> gradients);
}
