package io.pageturner.learning.ranking;

import java.time.Duration;
import java.util.List;

/**
 * How the ranking models are shaped and trained.
 *
 * @param hidden sizes of the deep part's ReLU layers, first to last
 * @param batchSize samples per step
 * @param deepLearningRate Adam's step size for the deep part's layers
 * @param embeddingLearningRate AdaGrad's step size for the deep part's id embeddings
 * @param wideLearningRate FTRL's α for the wide part
 * @param wideL1 FTRL's λ₁: pulls wide weights to exactly 0
 * @param wideL2 FTRL's λ₂: pulls wide weights towards 0
 * @param negativeRate share of the negative samples that is trained on, in (0, 1]; the intercept is
 *     corrected by its logarithm, so that probabilities stay calibrated
 * @param zScoreMemory a value that is older than the newest by this weighs 1/e in the z-scores
 * @param seed of the first weights, the sampling and the shuffling
 */
public record RankingSettings(
    List<Integer> hidden,
    int batchSize,
    float deepLearningRate,
    float embeddingLearningRate,
    float wideLearningRate,
    float wideL1,
    float wideL2,
    double negativeRate,
    Duration zScoreMemory,
    long seed) {
  /** Hidden layers of 64 and 32, batches of 256, every negative kept. */
  public static final RankingSettings DEFAULT =
      new RankingSettings(
          List.of(64, 32), 256, 1e-3f, 0.2f, 0.02f, 0f, 1e-3f, 1, Duration.ofDays(7), 1);

  public RankingSettings {
    hidden = List.copyOf(hidden);
    require(
        !hidden.isEmpty() && hidden.stream().allMatch(h -> h >= 1),
        "hidden",
        hidden,
        "1 or more, at least one layer");
    require(batchSize >= 1, "batchSize", batchSize, "1 or more");
    require(positive(deepLearningRate), "deepLearningRate", deepLearningRate, "above 0");
    require(
        positive(embeddingLearningRate), "embeddingLearningRate", embeddingLearningRate, "above 0");
    require(positive(wideLearningRate), "wideLearningRate", wideLearningRate, "above 0");
    require(wideL1 >= 0, "wideL1", wideL1, "0 or more");
    require(wideL2 >= 0, "wideL2", wideL2, "0 or more");
    require(negativeRate > 0 && negativeRate <= 1, "negativeRate", negativeRate, "in (0, 1]");
    require(zScoreMemory.toMillis() > 0, "zScoreMemory", zScoreMemory, "1 ms or more");
  }

  /** These settings with another share of kept negatives. */
  public RankingSettings withNegativeRate(double rate) {
    return new RankingSettings(
        hidden,
        batchSize,
        deepLearningRate,
        embeddingLearningRate,
        wideLearningRate,
        wideL1,
        wideL2,
        rate,
        zScoreMemory,
        seed);
  }

  /** These settings with another seed. */
  public RankingSettings withSeed(long other) {
    return new RankingSettings(
        hidden,
        batchSize,
        deepLearningRate,
        embeddingLearningRate,
        wideLearningRate,
        wideL1,
        wideL2,
        negativeRate,
        zScoreMemory,
        other);
  }

  private static boolean positive(float value) {
    return value > 0 && value < Float.POSITIVE_INFINITY;
  }

  private static void require(boolean holds, String name, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", was " + value);
    }
  }
}
