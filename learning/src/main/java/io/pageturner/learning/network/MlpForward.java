package io.pageturner.learning.network;

import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.lifecycle.Weights;
import java.util.List;
import java.util.Map;

/**
 * An {@link Mlp} at one moment, as plain Java loops for one input at a time: a step of a small
 * environment costs less than a TensorFlow session's overhead. Immutable.
 */
public final class MlpForward {
  private final float[][] kernels; // per layer [in, out]
  private final float[][] biases; // per layer [out]
  private final Activation activation;
  private final int activated; // layers from the first on

  /**
   * @param values of the network's parameters by name, not changed afterwards
   */
  public MlpForward(Mlp mlp, Map<String, float[]> values) {
    this.kernels = values(mlp.layers().stream().map(Dense::kernel).toList(), values);
    this.biases = values(mlp.layers().stream().map(Dense::bias).toList(), values);
    this.activation = mlp.activation();
    this.activated = kernels.length - 1;
  }

  private MlpForward(float[][] kernels, float[][] biases, Activation activation) {
    this.kernels = kernels;
    this.biases = biases;
    this.activation = activation;
    this.activated = kernels.length;
  }

  /**
   * The hidden layers of a kept network: [in] → [width of the last of them].
   *
   * @param weights that hold a network as {@link Mlp#create} names it
   * @param name of the network
   * @throws IllegalArgumentException when there is no such network, or it has no hidden layer
   */
  public static MlpForward hidden(Weights weights, String name, Activation activation) {
    int layers = 0;
    while (weights.contains(name + "_" + layers + "_kernel")) {
      layers++;
    }
    if (layers < 2) {
      throw new IllegalArgumentException(
          "no network '" + name + "' with a hidden layer among " + weights.names());
    }
    float[][] kernels = new float[layers - 1][];
    float[][] biases = new float[layers - 1][];
    for (int i = 0; i < layers - 1; i++) {
      kernels[i] = weights.tensor(name + "_" + i + "_kernel").values();
      biases[i] = weights.tensor(name + "_" + i + "_bias").values();
    }
    return new MlpForward(kernels, biases, activation);
  }

  private static float[][] values(List<Parameter> of, Map<String, float[]> values) {
    return of.stream().map(parameter -> values.get(parameter.name())).toArray(float[][]::new);
  }

  /** [in] → [out]. */
  public float[] apply(float... x) {
    float[] y = x;
    for (int i = 0; i < kernels.length; i++) {
      y = layer(i, y);
      if (i < activated) {
        activate(y);
      }
    }
    return y;
  }

  private float[] layer(int i, float[] x) {
    float[] y = biases[i].clone();
    float[] kernel = kernels[i];
    for (int row = 0; row < x.length; row++) {
      float factor = x[row];
      if (factor != 0) {
        int from = row * y.length;
        for (int column = 0; column < y.length; column++) {
          y[column] += factor * kernel[from + column];
        }
      }
    }
    return y;
  }

  private void activate(float[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] = activation.apply(y[i]);
    }
  }
}
