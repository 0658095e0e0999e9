package io.pageturner.learning.network;

import io.pageturner.learning.tensorflow.InitialValues;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What stands on the state embedding: a ReLU hidden layer and a linear output.
 *
 * @param hidden [in, H]
 * @param out [H, out], starts at 0: a new head knows nothing
 */
public record Head(Dense hidden, Dense out) implements Readout {
  /** Adds a head's parameters, named {@code <name>_hidden_…} and {@code <name>_out_…}. */
  public static Head create(
      Parameters parameters, String name, RandomGenerator random, int in, int width, int out) {
    float[] kernel = InitialValues.heUniform(random, in, width);
    return new Head(
        Dense.create(parameters, name + "_hidden", kernel, in, width),
        Dense.create(parameters, name + "_out", InitialValues.zeros(width, out), width, out));
  }

  @Override
  public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
    return out.apply(tf, tf.nn.relu(hidden.apply(tf, x)));
  }

  @Override
  public List<Parameter> parameters() {
    return Stream.of(hidden, out).flatMap(layer -> layer.parameters().stream()).toList();
  }

  @Override
  public List<Parameter> kernels() {
    return List.of(hidden.kernel(), out.kernel());
  }
}
