package io.pageturner.learning.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.ranking.RankingMetrics.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RankingMetricsTest {
  @Test
  void logLossIsTheMeanOfMinusTheLogarithmOfWhatHappened() {
    List<Prediction> predictions = List.of(new Prediction(0.8, true), new Prediction(0.3, false));
    // −(ln 0.8 + ln 0.7) / 2
    assertThat(RankingMetrics.logLoss(predictions)).isCloseTo(0.2899093, within(1e-7));
  }

  @Test
  void logLossOfACertainErrorIsLargeButFinite() {
    assertThat(RankingMetrics.logLoss(List.of(new Prediction(0, true)))).isBetween(15.0, 17.0);
  }

  @Test
  void aucCountsATieAsHalf() {
    List<Prediction> predictions =
        List.of(
            new Prediction(0.9, true),
            new Prediction(0.5, true),
            new Prediction(0.5, false),
            new Prediction(0.1, false));
    assertThat(RankingMetrics.auc(predictions)).isEqualTo(3.5 / 4);
  }

  @Test
  void aucOfOneClassIsNotANumber() {
    assertThat(RankingMetrics.auc(List.of(new Prediction(0.5, true)))).isNaN();
    assertThat(RankingMetrics.auc(List.of(new Prediction(0.5, false)))).isNaN();
    assertThat(RankingMetrics.auc(List.of())).isNaN();
  }

  @Property(tries = 50)
  void aucEqualsTheShareOfPairsInOrder(@ForAll long seed) {
    Random random = new Random(seed);
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      predictions.add(new Prediction(random.nextInt(10) / 10.0, i < 2 || i % 3 == 0));
    }
    double inOrder = 0;
    double pairs = 0;
    for (Prediction positive : predictions) {
      for (Prediction negative : predictions) {
        if (positive.positive() && !negative.positive()) {
          pairs++;
          inOrder += (Math.signum(positive.probability() - negative.probability()) + 1) / 2;
        }
      }
    }
    assertThat(RankingMetrics.auc(predictions)).isCloseTo(inOrder / pairs, within(1e-12));
  }

  @Test
  void calibrationErrorIsTheMeanDistanceOfPredictedAndObserved() {
    List<Prediction> predictions =
        List.of(
            new Prediction(0.1, false),
            new Prediction(0.3, true), // Lower half: predicted 0.4, observed 1 of 2.
            new Prediction(0.6, true),
            new Prediction(0.8, true)); // Upper half: predicted 1.4, observed 2 of 2.
    assertThat(RankingMetrics.calibrationError(predictions, 2))
        .isCloseTo((0.6 + 0.6) / 4, within(1e-12));
  }

  @Test
  void theConstantToBeatIsTheShareOfPositives() {
    List<Prediction> predictions =
        List.of(
            new Prediction(0.9, true),
            new Prediction(0.9, false),
            new Prediction(0.9, false),
            new Prediction(0.9, false));
    // −(ln ¼ + 3 ln ¾) / 4
    assertThat(RankingMetrics.constantLogLoss(predictions)).isCloseTo(0.5623351, within(1e-7));
  }

  @Test
  void predictedToObservedComparesSums() {
    List<Prediction> predictions =
        List.of(new Prediction(0.5, true), new Prediction(0.7, false), new Prediction(0.3, false));
    assertThat(RankingMetrics.predictedToObserved(predictions)).isCloseTo(1.5, within(1e-12));
  }
}
