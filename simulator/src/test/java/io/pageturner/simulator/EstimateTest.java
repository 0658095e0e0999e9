package io.pageturner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EstimateTest {
  @Test
  void tellsMeanAndInterval() {
    // Mean 5, sum of squares 32, variance 32/7, standard error √(32/7/8) = √(4/7).
    Estimate estimate = Estimate.of(new double[] {2, 4, 4, 4, 5, 5, 7, 9});
    assertThat(estimate.mean()).isEqualTo(5);
    assertThat(estimate.standardError()).isCloseTo(Math.sqrt(4.0 / 7), within(1e-12));
    assertThat(estimate.low()).isCloseTo(5 - 1.959964 * Math.sqrt(4.0 / 7), within(1e-9));
    assertThat(estimate.high()).isCloseTo(5 + 1.959964 * Math.sqrt(4.0 / 7), within(1e-9));
  }

  @Test
  void isNotSureOfLessThanTwoValues() {
    assertThat(Estimate.of(new double[0])).isEqualTo(new Estimate(0, 0, 0));
    assertThat(Estimate.of(new double[] {3})).isEqualTo(new Estimate(3, 0, 1));
  }

  @Test
  void gainsArePairedBySession() {
    Gains.Line line = Gains.Line.of(new double[] {2, 12, 22}, new double[] {1, 11, 21});
    assertThat(line.gain()).isEqualTo(new Estimate(1, 0, 3));
    assertThat(line.reward().mean()).isEqualTo(12);
  }
}
