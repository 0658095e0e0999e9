package io.pageturner.learning.network;

import io.pageturner.domain.ActionSpace;
import io.pageturner.learning.tensorflow.InitialValues;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The deterministic policy μ: s [batch, S] → u = tanh(z) [batch, actions] on the unit scale.
 *
 * @param head s → z; starts as the constant z₀, where a = 1
 * @param space the actions
 */
public record Actor(Head head, ActionSpace space) {
  /** Beyond this |u| of a = 1 tanh would be flat: an agent then starts this near to it. */
  private static final double STEEPEST_START = 0.995;

  /** Adds the actor's parameters, named {@code <name>_…}. */
  public static Actor create(
      Parameters parameters,
      String name,
      RandomGenerator random,
      int in,
      int width,
      ActionSpace space) {
    Dense hidden =
        Dense.create(
            parameters, name + "_hidden", InitialValues.heUniform(random, in, width), in, width);
    Dense out =
        new Dense(
            parameters.add(
                name + "_out_kernel",
                InitialValues.zeros(width, space.size()),
                width,
                space.size()),
            parameters.add(
                name + "_out_bias",
                InitialValues.filled(neutral(space), space.size()),
                space.size()));
    return new Actor(new Head(hidden, out), space);
  }

  /** z [batch, actions]. */
  public Operand<TFloat32> beforeTanh(Ops tf, Operand<TFloat32> s) {
    return head.apply(tf, s);
  }

  /** The action a [batch, actions] of u: exponential between the bounds. */
  public Operand<TFloat32> action(Ops tf, Operand<TFloat32> unit) {
    double low = Math.log(space.min());
    double half = (Math.log(space.max()) - low) / 2;
    Operand<TFloat32> log =
        tf.math.add(
            tf.math.mul(unit, tf.constant((float) half)), tf.constant((float) (low + half)));
    return tf.math.exp(log);
  }

  /** z₀ = atanh of the unit value of a = 1. */
  public double neutral() {
    return neutral(space);
  }

  public List<Parameter> parameters() {
    return head.parameters();
  }

  private static double neutral(ActionSpace space) {
    double unit = Math.max(-STEEPEST_START, Math.min(STEEPEST_START, space.neutralUnit()));
    return 0.5 * Math.log((1 + unit) / (1 - unit));
  }
}
