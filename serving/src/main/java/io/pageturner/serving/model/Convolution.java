package io.pageturner.serving.model;

/**
 * A 1-D convolution along time ("valid", stride 1), ReLU, and the maximum over the windows that
 * touch a step which happened; 0 when there is none.
 *
 * @param width steps per window
 * @param d length of a step's row
 * @param kernel [width, d, filters]
 * @param bias [filters]
 */
record Convolution(int width, int d, float[] kernel, float[] bias) {
  /** Writes the intent vector [filters] to {@code target} from {@code offset} on. */
  void poolMax(float[] matrix, float[] mask, float[] target, int offset) {
    float[] sums = new float[bias.length]; // [filters]
    for (int start = 0; start + width <= mask.length; start++) {
      if (!touched(mask, start)) {
        continue;
      }
      System.arraycopy(bias, 0, sums, 0, bias.length);
      for (int i = 0; i < width * d; i++) {
        Layer.addScaled(matrix[start * d + i], kernel, i * bias.length, sums);
      }
      for (int f = 0; f < bias.length; f++) {
        // The target starts at 0, which makes this maximum the ReLU as well.
        target[offset + f] = Math.max(target[offset + f], sums[f]);
      }
    }
  }

  private boolean touched(float[] mask, int start) {
    for (int step = start; step < start + width; step++) {
      if (mask[step] != 0) {
        return true;
      }
    }
    return false;
  }
}
