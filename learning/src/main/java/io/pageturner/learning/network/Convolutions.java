package io.pageturner.learning.network;

import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.tensorflow.InitialValues;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat32;

/** 1-D convolutions along time, one per width, ReLU, maximum over time: intent vectors [F]. */
final class Convolutions implements Intents {
  private static final List<Long> STRIDE = List.of(1L, 1L, 1L, 1L);

  private final Ops tf;
  private final int length;
  private final List<Convolution> all;

  private record Convolution(int width, Parameter kernel, Parameter bias) {}

  /** Adds the convolutions' parameters, named {@code <name>_conv_…}. */
  Convolutions(
      Ops tf, Parameters parameters, String name, FeatureConfig config, RandomGenerator random) {
    this.tf = tf;
    this.length = config.sequenceLength();
    List<Convolution> convolutions = new ArrayList<>();
    int filters = config.network().filters();
    for (int width : config.network().widths()) {
      String prefix = name + "_conv_" + convolutions.size();
      int[] shape = {width, config.sequenceDimension(), filters};
      convolutions.add(
          new Convolution(
              width,
              parameters.add(prefix + "_kernel", InitialValues.heUniform(random, shape), shape),
              parameters.add(prefix + "_bias", InitialValues.zeros(filters), filters)));
    }
    this.all = List.copyOf(convolutions);
  }

  @Override
  public List<Operand<TFloat32>> apply(Operand<TFloat32> items, Operand<TFloat32> mask) {
    // A window may reach over steps that did not happen: whatever stands there counts as zero.
    Operand<TFloat32> happened = tf.math.mul(items, tf.expandDims(mask, tf.constant(2)));
    Operand<TFloat32> image = tf.expandDims(happened, tf.constant(1)); // [batch, 1, L, d]
    return all.stream().map(convolution -> intent(convolution, image, mask)).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return all.stream().flatMap(c -> Stream.of(c.kernel(), c.bias())).toList();
  }

  private Operand<TFloat32> intent(
      Convolution convolution, Operand<TFloat32> image, Operand<TFloat32> mask) {
    Operand<TFloat32> kernel =
        tf.expandDims(convolution.kernel().value(), tf.constant(0)); // [1, w, d, F]
    Operand<TFloat32> windows =
        tf.squeeze(tf.nn.conv2d(image, kernel, STRIDE, "VALID"), Squeeze.axis(List.of(1L)));
    Operand<TFloat32> active = tf.nn.relu(tf.math.add(windows, convolution.bias().value()));
    Operand<TFloat32> touched =
        tf.expandDims(touched(mask, convolution.width()), tf.constant(2)); // [batch, L−w+1, 1]
    return tf.reduceMax(tf.math.mul(active, touched), tf.constant(1)); // [batch, F]
  }

  /** 1 for a window that touches a step which happened: [batch, L − w + 1]. */
  private Operand<TFloat32> touched(Operand<TFloat32> mask, int width) {
    int windows = length - width + 1;
    Operand<TFloat32> touched = null;
    for (int shift = 0; shift < width; shift++) {
      Operand<TFloat32> steps =
          tf.slice(mask, tf.constant(new int[] {0, shift}), tf.constant(new int[] {-1, windows}));
      touched = touched == null ? steps : tf.math.maximum(touched, steps);
    }
    return touched;
  }
}
