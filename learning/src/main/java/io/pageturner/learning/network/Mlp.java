package io.pageturner.learning.network;

import io.pageturner.learning.tensorflow.InitialValues;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A multi-layer perceptron: hidden layers with an activation, and a linear output.
 *
 * @param layers in order; the last is the output
 * @param activation of all but the last
 */
public record Mlp(List<Dense> layers, Activation activation) {
  public Mlp {
    layers = List.copyOf(layers);
  }

  /**
   * Adds a network's parameters, named {@code <name>_<layer>_…}, orthogonal with gain √2.
   *
   * @param widths of the hidden layers
   * @param outGain gain of the output layer; near 0 for an output that starts near 0
   */
  public static Mlp create(
      Parameters parameters,
      String name,
      RandomGenerator random,
      int in,
      List<Integer> widths,
      int out,
      Activation activation,
      double outGain) {
    List<Dense> layers = new ArrayList<>();
    int from = in;
    for (int i = 0; i <= widths.size(); i++) {
      boolean last = i == widths.size();
      int to = last ? out : widths.get(i);
      float[] kernel = InitialValues.orthogonal(random, last ? outGain : Math.sqrt(2), from, to);
      layers.add(Dense.create(parameters, name + "_" + i, kernel, from, to));
      from = to;
    }
    return new Mlp(layers, activation);
  }

  /** [batch, in] → [batch, out]. */
  public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> y = x;
    for (int i = 0; i < layers.size(); i++) {
      y = layers.get(i).apply(tf, y);
      y = i + 1 < layers.size() ? activation.apply(tf, y) : y;
    }
    return y;
  }

  public List<Parameter> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }
}
