package io.pageturner.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class IntervalsTest {
  private static final double LEVEL = 0.95;

  /** Student's (1908) hours of extra sleep under two drugs; R's data set {@code sleep}. */
  private static final RunningMoments DRUG_1 =
      RunningMoments.of(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0);

  private static final RunningMoments DRUG_2 =
      RunningMoments.of(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4);

  /** NIST/SEMATECH e-Handbook 1.3.5.2, heat flow meter: 195 numbers, 9.258242 to 9.264679. */
  @Test
  void meanHasTheIntervalThatNistPublishes() {
    double sd = 0.022789;
    RunningMoments heatFlow = new RunningMoments(195, 9.261460, sd * sd * 194);
    assertInterval(Intervals.mean(heatFlow, LEVEL), 9.258242, 9.261460, 9.264679, within(1e-6));
  }

  /** R's documentation of {@code t.test(extra ~ group, data = sleep)}: −3.3654832 to 0.2054832. */
  @Test
  void differenceHasTheIntervalThatRGives() {
    Interval difference = Intervals.difference(DRUG_1, DRUG_2, LEVEL);
    assertInterval(difference, -3.3654832, -1.58, 0.2054832, within(1e-7));
    assertThat(difference.contains(0)).isTrue();
    assertThat(difference.above(0) || difference.below(0)).isFalse();
  }

  /**
   * Clicks 1, 0, 2, 1 on 2, 1, 4, 3 pages: R = 0.4; residuals y − R·x are 0.2, −0.4, 0.4, −0.2, so
   * the standard error is √(0.4/3/4)/2.5, and t(3) = 3.182446.
   */
  @Test
  void ratioHasTheIntervalByHand() {
    PairedMoments pairs = PairedMoments.EMPTY.plus(1, 2).plus(0, 1).plus(2, 4).plus(1, 3);
    double halfWidth = 3.182446305 * Math.sqrt(0.4 / 3 / 4) / 2.5;
    assertInterval(
        Intervals.ratio(pairs, LEVEL), 0.4 - halfWidth, 0.4, 0.4 + halfWidth, within(1e-9));
  }

  @Test
  void ratioToOnesIsTheMean() {
    PairedMoments pairs = PairedMoments.EMPTY.plus(3, 1).plus(1, 1).plus(8, 1);
    Interval mean = Intervals.mean(pairs.y(), LEVEL);
    assertInterval(
        Intervals.ratio(pairs, LEVEL), mean.low(), mean.estimate(), mean.high(), within(1e-12));
  }

  /** Computed by NumPy and SciPy from the formula in the doc comment. */
  @Test
  void relativeDifferenceAgreesWithAnIndependentComputation() {
    assertInterval(
        Intervals.relativeDifference(DRUG_1, DRUG_2, LEVEL),
        -1.1839392519351182,
        -0.6781115879828326,
        -0.17228392403054682,
        within(1e-9));
  }

  @Test
  void relativeDifferenceToALossIsPositiveWhenTheLossShrinks() {
    RunningMoments loss = RunningMoments.of(-2.1, -1.9, -2, -2);
    RunningMoments halfTheLoss = RunningMoments.of(-1.1, -0.9, -1, -1);
    Interval relative = Intervals.relativeDifference(halfTheLoss, loss, LEVEL);
    assertThat(relative.estimate()).isCloseTo(0.5, within(1e-12));
    assertThat(relative.above(0)).isTrue();
  }

  @Test
  void noShareIsTakenOfABaselineThatMayBeZero() {
    RunningMoments aroundZero = RunningMoments.of(-1, 1.2, -0.9, 1);
    assertThat(Intervals.relativeDifference(DRUG_1, aroundZero, LEVEL).bounded()).isFalse();
  }

  @Test
  void tooFewNumbersGiveAnUnboundedInterval() {
    assertThat(Intervals.mean(RunningMoments.EMPTY, LEVEL).estimate()).isNaN();
    assertThat(Intervals.mean(RunningMoments.of(4), LEVEL).bounded()).isFalse();
    assertThat(Intervals.mean(RunningMoments.of(4), LEVEL).estimate()).isEqualTo(4);
    assertThat(Intervals.difference(DRUG_1, RunningMoments.of(1), LEVEL).bounded()).isFalse();
    assertThat(Intervals.ratio(PairedMoments.EMPTY, LEVEL).estimate()).isNaN();
    assertThat(Intervals.ratio(PairedMoments.EMPTY.plus(1, 2), LEVEL).bounded()).isFalse();
    assertThat(Intervals.relativeDifference(DRUG_1, RunningMoments.EMPTY, LEVEL).estimate())
        .isNaN();
  }

  @Test
  void equalNumbersGiveAnIntervalWithoutWidth() {
    RunningMoments fours = RunningMoments.of(4, 4, 4);
    assertInterval(Intervals.mean(fours, LEVEL), 4, 4, 4, within(0.0));
    assertInterval(Intervals.difference(fours, fours, LEVEL), 0, 0, 0, within(0.0));
  }

  @Test
  void aLevelOutsideOfZeroAndOneIsRefused() {
    assertThatThrownBy(() -> Intervals.mean(DRUG_1, 95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("level must be within 0 and 1, was 95");
  }

  @Test
  void anIntervalHoldsItsEstimate() {
    assertThatThrownBy(() -> new Interval(1, 0.5, 2, LEVEL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("low <= estimate <= high");
  }

  private static void assertInterval(
      Interval found, double low, double estimate, double high, Offset<Double> tolerance) {
    assertThat(found.low()).isCloseTo(low, tolerance);
    assertThat(found.estimate()).isCloseTo(estimate, tolerance);
    assertThat(found.high()).isCloseTo(high, tolerance);
    assertThat(found.level()).isEqualTo(LEVEL);
  }
}
