package io.pageturner.serving.model;

import io.pageturner.features.NetworkSettings;
import java.util.List;

/**
 * 1-D convolutions of several widths along time ("valid", stride 1), ReLU, and the maximum over the
 * windows that touch a step which happened; 0 when there is none.
 *
 * <p>All kernels lie side by side, so each step is multiplied once with one long row per number of
 * its embedding; a window is then the sum of its steps' products. Long rows are what the JIT turns
 * into vector instructions: half the time of going window by window.
 */
final class Convolutions {
  private final List<Integer> widths;
  private final int filters;
  private final float[][] kernels; // [d][Σ width · F]: convolution, then step of the window, then F
  private final float[][] biases; // [convolutions][F]

  private Convolutions(List<Integer> widths, int filters, float[][] kernels, float[][] biases) {
    this.widths = widths;
    this.filters = filters;
    this.kernels = kernels;
    this.biases = biases;
  }

  /** The convolutions of {@code state_conv_<i>_kernel} [width, d, F] and {@code …_bias} [F]. */
  static Convolutions of(NetworkSettings network, int d, CheckedWeights weights) {
    List<Integer> widths = network.widths();
    int filters = network.filters();
    int columns = widths.stream().mapToInt(Integer::intValue).sum() * filters;
    float[][] kernels = new float[d][columns];
    float[][] biases = new float[widths.size()][];
    int column = 0;
    for (int i = 0; i < widths.size(); i++) {
      int width = widths.get(i);
      float[] kernel = weights.read("state_conv_" + i + "_kernel", width, d, filters);
      biases[i] = weights.read("state_conv_" + i + "_bias", filters);
      for (int step = 0; step < width; step++, column += filters) {
        for (int k = 0; k < d; k++) {
          System.arraycopy(kernel, (step * d + k) * filters, kernels[k], column, filters);
        }
      }
    }
    return new Convolutions(widths, filters, kernels, biases);
  }

  /**
   * Writes the intent vectors [convolutions · F] to {@code target}.
   *
   * @param matrix [L, d]
   * @param mask [L]
   */
  void poolMax(float[] matrix, float[] mask, float[] target) {
    float[][] products = products(matrix, mask);
    float[] window = new float[filters];
    float[] step = new float[filters];
    int column = 0;
    for (int i = 0; i < widths.size(); i++) {
      int width = widths.get(i);
      float[] greatest = new float[filters]; // Of 0 and the windows, which is the ReLU as well.
      for (int start = 0; start + width <= mask.length; start++) {
        if (touched(mask, start, width)) {
          System.arraycopy(biases[i], 0, window, 0, filters);
          for (int k = 0; k < width; k++) {
            System.arraycopy(products[start + k], column + k * filters, step, 0, filters);
            Layer.addScaled(1, step, window);
          }
          raise(greatest, window);
        }
      }
      System.arraycopy(greatest, 0, target, i * filters, filters);
      column += width * filters;
    }
  }

  /** Each step's row times all kernels, zero for a step that did not happen: [L][Σ width · F]. */
  private float[][] products(float[] matrix, float[] mask) {
    int d = kernels.length;
    float[][] products = new float[mask.length][kernels[0].length];
    for (int step = 0; step < mask.length; step++) {
      if (mask[step] != 0) {
        Layer.addAll(matrix, step * d, kernels, products[step]);
      }
    }
    return products;
  }

  /** The greater of both, number by number; without offsets, as {@link Layer#addScaled}. */
  private static void raise(float[] greatest, float[] window) {
    for (int f = 0; f < greatest.length; f++) {
      greatest[f] = Math.max(greatest[f], window[f]);
    }
  }

  private static boolean touched(float[] mask, int start, int width) {
    for (int step = start; step < start + width; step++) {
      if (mask[step] != 0) {
        return true;
      }
    }
    return false;
  }
}
