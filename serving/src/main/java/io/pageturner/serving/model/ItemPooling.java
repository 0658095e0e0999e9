package io.pageturner.serving.model;

import io.pageturner.features.FeatureConfig;
import io.pageturner.features.NetworkSettings;

/** How the item matrix [L, d] becomes intent vectors: convolutions or plain pooling (SPEC 1.3). */
interface ItemPooling {
  /**
   * Writes the intent vectors to {@code target} from 0 on, which holds zeros.
   *
   * @param matrix [L, d] rows of the recent items, zero where nothing happened
   * @param mask [L] 1 for a step that happened
   */
  void pool(float[] matrix, float[] mask, float[] target);

  /** The pooling that the configuration names, with its weights. */
  static ItemPooling of(FeatureConfig config, CheckedWeights weights) {
    int d = config.sequenceDimension();
    NetworkSettings network = config.network();
    return switch (network.pooling()) {
      case CONVOLUTION -> Convolutions.of(network, d, weights)::poolMax;
      case MEAN -> (matrix, mask, target) -> sum(matrix, mask, d, target, 1 / known(mask));
      case SUM -> (matrix, mask, target) -> sum(matrix, mask, d, target, 1);
      case MAX -> (matrix, mask, target) -> max(matrix, mask, d, target);
    };
  }

  /** Number of steps that happened, at least 1 so that an empty history divides to zero. */
  private static float known(float[] mask) {
    float known = 0;
    for (float step : mask) {
      known += step;
    }
    return Math.max(1, known);
  }

  private static void sum(float[] matrix, float[] mask, int d, float[] target, float scale) {
    for (int step = 0; step < mask.length; step++) {
      for (int k = 0; k < d; k++) {
        target[k] += mask[step] * scale * matrix[step * d + k];
      }
    }
  }

  private static void max(float[] matrix, float[] mask, int d, float[] target) {
    boolean first = true;
    for (int step = 0; step < mask.length; step++) {
      if (mask[step] == 0) {
        continue;
      }
      for (int k = 0; k < d; k++) {
        float value = matrix[step * d + k];
        target[k] = first ? value : Math.max(target[k], value);
      }
      first = false;
    }
  }
}
