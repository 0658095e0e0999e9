package io.pageturner.learning.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.ranking.RankingMetrics.Prediction;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterceptTest {
  @Test
  void evenOddsOfAQuarterOfPositivesAreShiftedToOneToThree() {
    List<Prediction> predictions =
        List.of(
            new Prediction(0.5, true),
            new Prediction(0.5, false),
            new Prediction(0.5, false),
            new Prediction(0.5, false));
    assertThat(Intercept.shift(predictions)).isCloseTo(Math.log(1.0 / 3), within(1e-9));
  }

  @Test
  void whatAddsUpAlreadyStays() {
    List<Prediction> predictions = List.of(new Prediction(0.3, false), new Prediction(0.7, true));
    assertThat(Intercept.shift(predictions)).isCloseTo(0, within(1e-9));
  }

  @Test
  void farOffOddsComeBackToo() {
    // σ(ln(p/(1−p)) + ln 999) = ½ of the two that say one in a thousand.
    List<Prediction> predictions =
        List.of(new Prediction(0.001, true), new Prediction(0.001, false));
    assertThat(Intercept.shift(predictions)).isCloseTo(Math.log(999), within(1e-6));
  }

  @Test
  void withoutBothClassesThereIsNoShift() {
    assertThat(Intercept.shift(List.of())).isZero();
    assertThat(Intercept.shift(List.of(new Prediction(0.2, false)))).isZero();
    assertThat(Intercept.shift(List.of(new Prediction(0.2, true)))).isZero();
  }
}
