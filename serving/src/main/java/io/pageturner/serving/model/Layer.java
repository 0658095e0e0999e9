package io.pageturner.serving.model;

/** A fully connected layer x·W + b; the activation is the caller's. */
final class Layer {
  private final int inputs;
  private final int outputs;
  private final float[] kernel; // [inputs, outputs]
  private final float[] bias; // [outputs]

  private Layer(int inputs, int outputs, float[] kernel, float[] bias) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.kernel = kernel;
    this.bias = bias;
  }

  /** The layer of the tensors {@code <name>_kernel} [inputs, outputs] and {@code <name>_bias}. */
  static Layer of(CheckedWeights weights, String name, int inputs, int outputs) {
    return new Layer(
        inputs,
        outputs,
        weights.read(name + "_kernel", inputs, outputs),
        weights.read(name + "_bias", outputs));
  }

  /** x·W + b of x [inputs]: [outputs]. */
  float[] apply(float[] x) {
    float[] out = bias.clone();
    for (int i = 0; i < inputs; i++) {
      addScaled(x[i], kernel, i * outputs, out);
    }
    return out;
  }

  /** {@link #apply} and then max(0, ·). */
  float[] applyRelu(float[] x) {
    float[] out = apply(x);
    for (int o = 0; o < outputs; o++) {
      out[o] = Math.max(0, out[o]);
    }
    return out;
  }

  /**
   * out += scale · row, with the row's numbers from {@code offset} on.
   *
   * <p>The loop runs over contiguous memory without a dependency between steps, so the JIT turns it
   * into vector instructions; ReLU's many zeros are skipped whole.
   */
  static void addScaled(float scale, float[] rows, int offset, float[] out) {
    if (scale == 0) {
      return;
    }
    for (int o = 0; o < out.length; o++) {
      out[o] += scale * rows[offset + o];
    }
  }
}
