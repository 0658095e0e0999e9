package io.pageturner.learning.ranking;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Figures that say how good predicted probabilities are. */
final class RankingMetrics {
  /** Probabilities are kept this far from 0 and 1, where the logarithm would be infinite. */
  private static final double EDGE = 1e-7;

  private RankingMetrics() {}

  /**
   * A predicted probability and what came of it.
   *
   * @param probability predicted, in [0, 1]
   * @param positive what happened
   */
  record Prediction(double probability, boolean positive) {}

  /** Mean of −ln of the probability given to what happened; NaN of nothing. */
  static double logLoss(List<Prediction> predictions) {
    return predictions.stream().mapToDouble(RankingMetrics::loss).average().orElse(Double.NaN);
  }

  private static double loss(Prediction prediction) {
    double p = Math.min(1 - EDGE, Math.max(EDGE, prediction.probability()));
    return -Math.log(prediction.positive() ? p : 1 - p);
  }

  /**
   * Log loss of the best constant, the share of positives: what a model must stay below; NaN of
   * nothing.
   */
  static double constantLogLoss(List<Prediction> predictions) {
    double share = (double) positives(predictions) / predictions.size();
    return logLoss(
        predictions.stream().map(each -> new Prediction(share, each.positive())).toList());
  }

  /**
   * Sum of the probabilities over the number of positives: 1 when calibrated on the whole (He et
   * al. 2014, section 3.1). NaN or infinite without a positive.
   */
  static double predictedToObserved(List<Prediction> predictions) {
    double predicted = predictions.stream().mapToDouble(Prediction::probability).sum();
    return predicted / positives(predictions);
  }

  static long positives(List<Prediction> predictions) {
    return predictions.stream().filter(Prediction::positive).count();
  }

  /**
   * Area under the ROC curve: probability that a positive is scored above a negative, ties half.
   *
   * <p>By the Mann–Whitney rank sum. NaN when one of the two classes is empty.
   */
  static double auc(List<Prediction> predictions) {
    Prediction[] sorted = sorted(predictions);
    double rankSum = 0;
    long positives = 0;
    for (int from = 0, to; from < sorted.length; from = to) {
      to = endOfTie(sorted, from);
      double meanRank = (from + 1 + to) / 2.0;
      for (int i = from; i < to; i++) {
        if (sorted[i].positive()) {
          rankSum += meanRank;
          positives++;
        }
      }
    }
    double negatives = sorted.length - positives;
    return (rankSum - positives * (positives + 1) / 2.0) / (positives * negatives);
  }

  private static int endOfTie(Prediction[] sorted, int from) {
    int to = from + 1;
    while (to < sorted.length && sorted[to].probability() == sorted[from].probability()) {
      to++;
    }
    return to;
  }

  /**
   * Expected calibration error: mean distance of predicted probability and observed share, over
   * {@code bins} bins of equally many predictions.
   *
   * <p>Guo et al., "On calibration of modern neural networks", 2017, eq. 5, but with bins of equal
   * numbers in place of equal widths: nearly all probabilities of a feed are near 0. NaN of
   * nothing.
   */
  static double calibrationError(List<Prediction> predictions, int bins) {
    Prediction[] sorted = sorted(predictions);
    double error = 0;
    for (int bin = 0; bin < bins; bin++) {
      int from = (int) ((long) sorted.length * bin / bins);
      int to = (int) ((long) sorted.length * (bin + 1) / bins);
      double difference = 0;
      for (int i = from; i < to; i++) {
        difference += sorted[i].probability() - (sorted[i].positive() ? 1 : 0);
      }
      error += Math.abs(difference);
    }
    return error / sorted.length;
  }

  private static Prediction[] sorted(List<Prediction> predictions) {
    Prediction[] sorted = predictions.toArray(Prediction[]::new);
    Arrays.sort(sorted, Comparator.comparingDouble(Prediction::probability));
    return sorted;
  }
}
