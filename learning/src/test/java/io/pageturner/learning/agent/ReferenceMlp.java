package io.pageturner.learning.agent;

import io.pageturner.lifecycle.Weights;
import java.util.function.DoubleUnaryOperator;

/** A second implementation of a perceptron, in double precision from an agent's snapshot. */
public final class ReferenceMlp {
  private final Weights weights;
  private final String name;
  private final DoubleUnaryOperator activation;

  public ReferenceMlp(Weights weights, String name, DoubleUnaryOperator activation) {
    this.weights = weights;
    this.name = name;
    this.activation = activation;
  }

  /** Output of one input. */
  public double[] apply(float... x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i];
    }
    for (int layer = 0; weights.contains(name + "_" + layer + "_bias"); layer++) {
      if (layer > 0) {
        for (int i = 0; i < y.length; i++) {
          y[i] = activation.applyAsDouble(y[i]);
        }
      }
      y = layer(layer, y);
    }
    return y;
  }

  private double[] layer(int layer, double[] x) {
    float[] kernel = weights.tensor(name + "_" + layer + "_kernel").values();
    float[] bias = weights.tensor(name + "_" + layer + "_bias").values();
    double[] y = new double[bias.length];
    for (int out = 0; out < y.length; out++) {
      y[out] = bias[out];
      for (int in = 0; in < x.length; in++) {
        y[out] += x[in] * kernel[in * y.length + out];
      }
    }
    return y;
  }
}
