package io.pageturner.learning.network;

import io.pageturner.learning.tensorflow.InitialValues;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A fully connected layer: x·W + b.
 *
 * @param kernel W [in, out]
 * @param bias b [out]
 */
public record Dense(Parameter kernel, Parameter bias) implements Readout {
  /**
   * Adds a layer's parameters, named {@code <name>_kernel} and {@code <name>_bias}; b starts at 0.
   *
   * @param values initial W
   */
  public static Dense create(Parameters parameters, String name, float[] values, int in, int out) {
    return new Dense(
        parameters.add(name + "_kernel", values, in, out),
        parameters.add(name + "_bias", InitialValues.zeros(out), out));
  }

  /** A linear model that knows nothing: W and b start at 0. */
  public static Dense zero(Parameters parameters, String name, int in, int out) {
    return create(parameters, name, InitialValues.zeros(in, out), in, out);
  }

  /** x·W + b of x [batch, in]: [batch, out]. */
  @Override
  public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
    return tf.math.add(tf.linalg.matMul(x, kernel.value()), bias.value());
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(kernel, bias);
  }

  @Override
  public List<Parameter> kernels() {
    return List.of(kernel);
  }
}
