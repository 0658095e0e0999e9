package io.pageturner.serving.model;

import java.util.Arrays;

/** A fully connected layer x·W + b; the activation is the caller's. */
final class Layer {
  private final float[][] kernel; // [inputs][outputs]
  private final float[] bias; // [outputs]

  private Layer(float[][] kernel, float[] bias) {
    this.kernel = kernel;
    this.bias = bias;
  }

  /** The layer of the tensors {@code <name>_kernel} [inputs, outputs] and {@code <name>_bias}. */
  static Layer of(CheckedWeights weights, String name, int inputs, int outputs) {
    float[] flat = weights.read(name + "_kernel", inputs, outputs);
    float[][] kernel = new float[inputs][];
    for (int i = 0; i < inputs; i++) {
      kernel[i] = Arrays.copyOfRange(flat, i * outputs, (i + 1) * outputs);
    }
    return new Layer(kernel, weights.read(name + "_bias", outputs));
  }

  /** x·W + b of x [inputs]: [outputs]. */
  float[] apply(float[] x) {
    float[] out = bias.clone();
    for (int i = 0; i < kernel.length; i++) {
      addScaled(x[i], kernel[i], out);
    }
    return out;
  }

  /** {@link #apply} and then max(0, ·). */
  float[] applyRelu(float[] x) {
    float[] out = apply(x);
    for (int o = 0; o < out.length; o++) {
      out[o] = Math.max(0, out[o]);
    }
    return out;
  }

  /**
   * out += scale · row; both have the same length.
   *
   * <p>One index into both arrays, without an offset: only then can the JIT rule out that they
   * overlap and use vector instructions. ReLU's many zeros are skipped whole.
   */
  static void addScaled(float scale, float[] row, float[] out) {
    if (scale == 0) {
      return;
    }
    for (int o = 0; o < row.length; o++) {
      out[o] += scale * row[o];
    }
  }
}
