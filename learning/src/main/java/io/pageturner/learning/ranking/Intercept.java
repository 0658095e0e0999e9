package io.pageturner.learning.ranking;

import io.pageturner.learning.ranking.RankingMetrics.Prediction;
import java.util.List;

/**
 * The shift of a model's logits under which its probabilities add up to the number of positives:
 * the maximum-likelihood intercept with everything else held (Platt scaling with slope 1).
 */
final class Intercept {
  private static final int STEPS = 50;
  private static final double PRECISE = 1e-9;

  /** A Newton step is cut to this, so that a first one from far away does not overshoot. */
  private static final double LONGEST = 1;

  private Intercept() {}

  /** The shift, 0 without both classes, for which there is none. */
  static double shift(List<Prediction> predictions) {
    long positives = RankingMetrics.positives(predictions);
    if (positives == 0 || positives == predictions.size()) {
      return 0;
    }
    double shift = 0;
    for (int i = 0; i < STEPS; i++) {
      double step = newton(predictions, positives, shift);
      shift += step;
      if (Math.abs(step) < PRECISE) {
        break;
      }
    }
    return shift;
  }

  private static double newton(List<Prediction> predictions, long positives, double shift) {
    double sum = 0;
    double slope = 0;
    for (Prediction prediction : predictions) {
      double odds = prediction.probability() / (1 - prediction.probability()) * Math.exp(shift);
      double p = odds / (1 + odds);
      sum += p;
      slope += p * (1 - p);
    }
    return Math.max(-LONGEST, Math.min(LONGEST, (positives - sum) / slope));
  }
}
