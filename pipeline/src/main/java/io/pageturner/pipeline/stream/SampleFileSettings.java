package io.pageturner.pipeline.stream;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * When the Parquet files are written: pages are held back, in the checkpoint, until their hour is
 * over in event time, {@code maxSamples} have gathered or {@code maxWait} has passed.
 *
 * @param maxSamples most samples held back by one task
 * @param maxWait longest wait of a sample for its file, in wall time
 * @param negativeRate share of the samples without click and order that is written, above 0, at
 *     most 1; each row tells the rate it was kept at
 * @param features columns of the features
 */
public record SampleFileSettings(
    int maxSamples, Duration maxWait, double negativeRate, FeatureColumns features)
    implements Serializable {
  /** The default, without features. */
  public static final SampleFileSettings DEFAULT =
      new SampleFileSettings(50_000, Duration.ofMinutes(1), 1, FeatureColumns.NONE);

  public SampleFileSettings {
    if (maxSamples < 1) {
      throw new IllegalArgumentException("maxSamples must be 1 or more, was " + maxSamples);
    }
    if (maxWait.isNegative()) {
      throw new IllegalArgumentException("maxWait must not be negative, was " + maxWait);
    }
    if (!(negativeRate > 0 && negativeRate <= 1)) {
      throw new IllegalArgumentException(
          "negativeRate must be above 0 and at most 1, was " + negativeRate);
    }
    Objects.requireNonNull(features, "features");
  }

  /** These settings with columns for {@code features}. */
  public SampleFileSettings withFeatures(FeatureColumns columns) {
    return new SampleFileSettings(maxSamples, maxWait, negativeRate, columns);
  }

  /** These settings with another rate of negative samples. */
  public SampleFileSettings withNegativeRate(double rate) {
    return new SampleFileSettings(maxSamples, maxWait, rate, features);
  }
}
