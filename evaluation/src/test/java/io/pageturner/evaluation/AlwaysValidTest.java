package io.pageturner.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AlwaysValidTest {
  private static final double LEVEL = 0.95;
  private static final RunningMoments A = moments(200, 1.2, 4);
  private static final RunningMoments B = moments(300, 0.8, 2);

  /** V = 0.02 + 0.02/3, τ² = 0.01·V·120; the mixture integrated numerically with SciPy. */
  @Test
  void pValueIsOneOverTheMixtureOfLikelihoodRatios() {
    assertThat(AlwaysValid.pValue(A, B)).isCloseTo(0.2887670543571563, within(1e-9));
    assertThat(AlwaysValid.pValue(B, A)).isEqualTo(AlwaysValid.pValue(A, B));
  }

  /** Where the same mixture is 20, found by SciPy's root finder. */
  @Test
  void intervalEndsWhereThePValueIsAlpha() {
    Interval interval = AlwaysValid.difference(A, B, LEVEL);
    assertThat(interval.estimate()).isCloseTo(0.4, within(1e-12));
    assertThat(interval.high() - 0.4).isCloseTo(0.5757281031960787, within(1e-9));
    assertThat(interval.low()).isCloseTo(0.4 - 0.5757281031960787, within(1e-9));
  }

  @Property
  void pValueAndIntervalSayTheSame(
      @ForAll @IntRange(min = 100, max = 100_000) int countA,
      @ForAll @IntRange(min = 100, max = 100_000) int countB,
      @ForAll @DoubleRange(min = -1, max = 1) double difference,
      @ForAll @DoubleRange(min = 0.1, max = 10) double variance) {
    RunningMoments a = moments(countA, difference, variance);
    RunningMoments b = moments(countB, 0, 1);
    double p = AlwaysValid.pValue(a, b);
    assertThat(p).isBetween(0.0, 1.0);
    if (Math.abs(p - 0.05) > 1e-9) {
      assertThat(!AlwaysValid.difference(a, b, LEVEL).contains(0)).isEqualTo(p < 0.05);
    }
  }

  @Test
  void tooFewNumbersTellNothing() {
    RunningMoments few = moments(99, 50, 1);
    assertThat(AlwaysValid.pValue(few, B)).isEqualTo(1);
    assertThat(AlwaysValid.difference(few, B, LEVEL).bounded()).isFalse();
    assertThat(AlwaysValid.difference(RunningMoments.EMPTY, B, LEVEL).estimate()).isNaN();
    assertThat(AlwaysValid.pValue(moments(500, 1, 0), moments(500, 1, 0))).isEqualTo(1);
  }

  private static RunningMoments moments(long count, double mean, double variance) {
    return new RunningMoments(count, mean, variance * (count - 1));
  }
}
