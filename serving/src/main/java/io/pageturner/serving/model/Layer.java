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
    addAll(x, 0, kernel, out);
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
   * out += x·W of x [inputs] from index {@code at} on.
   *
   * <p>Four rows at a time: then reading and writing {@code out}, which is most of the work with
   * one, is done a quarter as often.
   */
  static void addAll(float[] x, int at, float[][] kernel, float[] out) {
    int i = 0;
    for (; i + 4 <= kernel.length; i += 4) {
      addScaled(x, at + i, kernel[i], kernel[i + 1], kernel[i + 2], kernel[i + 3], out);
    }
    for (; i < kernel.length; i++) {
      addScaled(x[at + i], kernel[i], out);
    }
  }

  /** ReLU's many zeros are skipped whole. */
  private static void addScaled(
      float[] x, int at, float[] row0, float[] row1, float[] row2, float[] row3, float[] out) {
    float x0 = x[at];
    float x1 = x[at + 1];
    float x2 = x[at + 2];
    float x3 = x[at + 3];
    if (x0 == 0 && x1 == 0 && x2 == 0 && x3 == 0) {
      return;
    }
    for (int o = 0; o < out.length; o++) {
      out[o] += x0 * row0[o] + x1 * row1[o] + x2 * row2[o] + x3 * row3[o];
    }
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
