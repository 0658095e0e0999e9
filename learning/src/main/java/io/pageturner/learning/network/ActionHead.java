package io.pageturner.learning.network;

import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What stands on the state embedding s and an action u: c₀(s) + c₁(s)·u + c₂(s)·u², squares by
 * component.
 *
 * <p>Quadratic in the action, as in normalised advantage functions (Gu et al., ICML 2016), so that
 * which way the action should go can depend on the state from the first step on. A head that reads
 * u beside the many numbers of s learns that crossing late (docs/agents/ablations.md).
 *
 * @param coefficients s → c₀, c₁ [actions], c₂ [actions]
 * @param actions size of an action
 */
public record ActionHead(Readout coefficients, int actions) {
  /** Adds a head's parameters, named as those of {@link Head#create}. */
  public static ActionHead create(
      Parameters parameters, String name, RandomGenerator random, int in, int width, int actions) {
    return new ActionHead(
        Head.create(parameters, name, random, in, width, outputs(actions)), actions);
  }

  /**
   * The same with coefficients that are linear in s, named {@code <name>_kernel} and {@code _bias}.
   */
  public static ActionHead linear(Parameters parameters, String name, int in, int actions) {
    return new ActionHead(Dense.zero(parameters, name, in, outputs(actions)), actions);
  }

  /** How many coefficients an action of {@code actions} numbers has. */
  public static int outputs(int actions) {
    return 1 + 2 * actions;
  }

  /** [batch] of s [batch, in] and u [batch, actions]. */
  public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> s, Operand<TFloat32> unit) {
    Operand<TFloat32> c = coefficients.apply(tf, s);
    Operand<TFloat32> powers = tf.concat(List.of(unit, tf.math.square(unit)), tf.constant(1));
    Operand<TFloat32> moved = tf.math.mul(part(tf, c, 1, 2 * actions), powers);
    return tf.math.add(tf.sum(part(tf, c, 0, 1), tf.constant(1)), tf.sum(moved, tf.constant(1)));
  }

  private static Operand<TFloat32> part(Ops tf, Operand<TFloat32> x, int from, int size) {
    return tf.slice(x, tf.constant(new int[] {0, from}), tf.constant(new int[] {-1, size}));
  }

  public List<Parameter> parameters() {
    return coefficients.parameters();
  }
}
