package io.pageturner.app.config;

import java.time.Duration;
import java.util.List;

/**
 * The click and order ranking models and their trainer.
 *
 * @param enabled whether the training role keeps them up to date with the stream
 * @param batch samples per training step
 * @param deepRate learning rate of the deep part's layers
 * @param embeddingRate learning rate of the deep part's id embeddings
 * @param wideRate learning rate of the wide part
 * @param negativeRate share of the negative samples that is trained on, in (0, 1]
 * @param reportedSamples how many of the newest samples figures are of
 * @param correctablePages how many of the newest pages late feedback is learned for
 * @param warmUp pages before the first version is published
 * @param publishInterval time between candidates
 * @param checkpointInterval time between checkpoints
 * @param maxExcessLogLoss a candidate's greatest log loss above that of the best constant, in nats
 * @param maxCalibrationError a candidate's greatest calibration error
 */
public record RankersConfig(
    boolean enabled,
    int batch,
    double deepRate,
    double embeddingRate,
    double wideRate,
    double negativeRate,
    int reportedSamples,
    int correctablePages,
    int warmUp,
    Duration publishInterval,
    Duration checkpointInterval,
    double maxExcessLogLoss,
    double maxCalibrationError) {
  /** What the models predict; a fused score needs exactly these. */
  private static final List<String> OBJECTIVES = List.of("click", "order");

  static RankersConfig read(ConfigSection section, List<String> objectives) {
    if (section.flag("enabled") && !objectives.equals(OBJECTIVES)) {
      section.fault(
          "enabled", "needs feed.objectives = " + OBJECTIVES + ", they are " + objectives);
    }
    return new RankersConfig(
        section.flag("enabled"),
        atLeastOne(section, "batch"),
        positive(section, "deep-rate"),
        positive(section, "embedding-rate"),
        positive(section, "wide-rate"),
        share(section, "negative-rate"),
        atLeastOne(section, "reported-samples"),
        atLeastOne(section, "correctable-pages"),
        atLeastOne(section, "warm-up"),
        positiveDuration(section, "publish-interval"),
        positiveDuration(section, "checkpoint-interval"),
        section.real("max-excess-log-loss"),
        positive(section, "max-calibration-error"));
  }

  private static int atLeastOne(ConfigSection section, String key) {
    int value = section.integer(key);
    if (value < 1) {
      section.fault(key, "must be 1 or more, was " + value);
    }
    return value;
  }

  private static double positive(ConfigSection section, String key) {
    double value = section.real(key);
    if (!(value > 0 && Double.isFinite(value))) {
      section.fault(key, "must be above 0, was " + value);
    }
    return value;
  }

  private static double share(ConfigSection section, String key) {
    double value = positive(section, key);
    if (value > 1) {
      section.fault(key, "must be at most 1, was " + value);
    }
    return value;
  }

  private static Duration positiveDuration(ConfigSection section, String key) {
    Duration value = section.duration(key);
    if (value.isZero() || value.isNegative()) {
      section.fault(key, "must be above 0, was " + value);
    }
    return value;
  }
}
