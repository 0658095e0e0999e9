package io.pageturner.learning.feed;

import io.pageturner.learning.tensorflow.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Target networks: parameters that follow those they are copies of, a small share of the way each
 * step (Lillicrap et al., ICLR 2016).
 */
final class SlowCopies {
  /**
   * Share of the way that the copies follow each step (the paper's τ is 0.001, Gymnasium-era
   * implementations take 0.005).
   */
  private static final double TAU = 0.005;

  private final Ops tf;
  private final Op follow;
  private final Op copy;

  /**
   * @param copies of {@code originals}, in their order
   */
  SlowCopies(Ops tf, List<Parameter> originals, List<Parameter> copies) {
    this.tf = tf;
    this.follow = moved(originals, copies, this::nearer);
    this.copy = moved(originals, copies, (behind, ahead) -> ahead);
  }

  /** Moves every copy to what is made of it and of what it is a copy of. */
  private Op moved(
      List<Parameter> originals, List<Parameter> copies, BinaryOperator<Operand<TFloat32>> to) {
    List<Op> moves = new ArrayList<>();
    for (int i = 0; i < originals.size(); i++) {
      Operand<TFloat32> value = to.apply(copies.get(i).value(), originals.get(i).value());
      moves.add(tf.assign(copies.get(i).variable(), value));
    }
    return tf.withControlDependencies(moves).noOp();
  }

  /** θ⁻ + τ·(θ − θ⁻). */
  private Operand<TFloat32> nearer(Operand<TFloat32> behind, Operand<TFloat32> ahead) {
    Operand<TFloat32> way = tf.math.sub(ahead, behind);
    return tf.math.add(behind, tf.math.mul(tf.constant((float) TAU), way));
  }

  /** One step of the copies. */
  Op follow() {
    return follow;
  }

  /** Sets the copies to what they are copies of. */
  Op copy() {
    return copy;
  }
}
