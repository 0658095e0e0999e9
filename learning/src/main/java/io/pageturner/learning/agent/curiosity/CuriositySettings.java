package io.pageturner.learning.agent.curiosity;

import java.util.List;

/**
 * Settings of {@link RandomNetworkDistillation}.
 *
 * @param weight w, what the bonus is multiplied by once it is of deviation 1
 * @param widths of the hidden ReLU layers of either network
 * @param features numbers that the fixed network puts out
 * @param learningRate of the predictor's Adam
 * @param batchSize states between two gradient steps, and of each
 */
public record CuriositySettings(
    double weight, List<Integer> widths, int features, double learningRate, int batchSize) {
  /** Small networks for small states. */
  public static final CuriositySettings DEFAULT =
      new CuriositySettings(0.1, List.of(64), 16, 1e-3, 32);

  public CuriositySettings {
    widths = List.copyOf(widths);
    require(weight >= 0, "weight must be 0 or more", weight);
    require(features >= 1, "features must be 1 or more", features);
    require(learningRate > 0, "learningRate must be above 0", learningRate);
    require(batchSize >= 1, "batchSize must be 1 or more", batchSize);
  }

  private static void require(boolean holds, String rule, double found) {
    if (!holds) {
      throw new IllegalArgumentException("curiosity." + rule + ", was " + found);
    }
  }
}
