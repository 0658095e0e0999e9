package io.pageturner.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RunningMomentsTest {

  /** NIST StRD NumAcc4: certified mean 10000000.2 and standard deviation 0.1 exactly. */
  @Test
  void largeNumbersWithSmallSpreadLoseNothingThatMatters() {
    RunningMoments moments = RunningMoments.of(10_000_000.2);
    for (int i = 0; i < 500; i++) {
      moments = moments.plus(10_000_000.1).plus(10_000_000.3);
    }
    assertThat(moments.count()).isEqualTo(1_001);
    assertThat(moments.mean()).isCloseTo(10_000_000.2, within(1e-8));
    assertThat(moments.sd()).isCloseTo(0.1, within(1e-8));
  }

  @Test
  void momentsOfAFewNumbersAreThoseByHand() {
    RunningMoments moments = RunningMoments.of(2, 4, 4, 4, 5, 5, 7, 9);
    assertThat(moments.mean()).isCloseTo(5, within(1e-15));
    assertThat(moments.variance()).isCloseTo(32.0 / 7, within(1e-14));
    assertThat(moments.standardError()).isCloseTo(Math.sqrt(32.0 / 7 / 8), within(1e-14));
    assertThat(moments.sum()).isCloseTo(40, within(1e-13));
  }

  @Property(tries = 200)
  void mergingTwoPartsEqualsSeeingAll(
      @ForAll @Size(max = 30) List<@DoubleRange(min = -1e3, max = 1e3) Double> left,
      @ForAll @Size(max = 30) List<@DoubleRange(min = -1e3, max = 1e3) Double> right) {
    RunningMoments all = RunningMoments.EMPTY;
    for (double value : left) {
      all = all.plus(value);
    }
    for (double value : right) {
      all = all.plus(value);
    }
    RunningMoments merged = moments(left).plus(moments(right));
    assertThat(merged.count()).isEqualTo(all.count());
    assertThat(merged.mean()).isCloseTo(all.mean(), within(1e-9));
    assertThat(merged.squares()).isCloseTo(all.squares(), within(1e-5));
  }

  @Test
  void oneNumberHasNoSpread() {
    assertThat(RunningMoments.of(3).variance()).isNaN();
    assertThat(RunningMoments.EMPTY.standardError()).isNaN();
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    assertThatThrownBy(() -> RunningMoments.EMPTY.plus(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }

  private static RunningMoments moments(List<Double> values) {
    return RunningMoments.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
