package io.pageturner.features;

import io.pageturner.domain.RawValues;
import java.util.Map;

/** A measured feature bound to its z-score: from raw value to one number of the dense input. */
final class NumberInput {
  private final String name;
  private final Transform transform;
  private final boolean normalised;
  private final ZScore zScore;
  private final float absent;

  /**
   * @param prefix how the parameters of candidates' features are told from those of the page's
   */
  NumberInput(String prefix, Feature.Measured feature, Preprocessing preprocessing) {
    this.name = feature.name().intern();
    this.transform = feature.transform();
    this.normalised = transform.normalised();
    this.zScore = preprocessing.zScore(prefix + name);
    this.absent = Double.isNaN(feature.missing()) ? 0 : input(feature.missing()); // 0: the mean.
  }

  /**
   * The network's input for a page's or candidate's raw values.
   *
   * @throws IllegalArgumentException when the value is against the rules of {@link RawValues}
   */
  float of(Map<String, Double> values) {
    Double value = values.get(name);
    return value == null ? absent : input(RawValues.number(name, value));
  }

  private float input(double value) {
    double transformed = transform.apply(value);
    return normalised ? zScore.normalise(transformed) : (float) transformed;
  }
}
