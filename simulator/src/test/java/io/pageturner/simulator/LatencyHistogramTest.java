package io.pageturner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class LatencyHistogramTest {
  @Example
  void tellsQuantiles() {
    LatencyHistogram histogram = new LatencyHistogram();
    for (int millis = 1; millis <= 100; millis++) {
      histogram.add(millis * 1_000_000L);
    }
    assertThat(histogram.count()).isEqualTo(100);
    assertThat(histogram.quantileMillis(0.5)).isCloseTo(50, within(3.0));
    assertThat(histogram.quantileMillis(0.99)).isCloseTo(99, within(6.0));
    assertThat(histogram.quantileMillis(1)).isEqualTo(100);
    assertThat(histogram.maxMillis()).isEqualTo(100);
  }

  @Example
  void knowsNothingWithoutRequests() {
    assertThat(new LatencyHistogram().quantileMillis(0.99)).isZero();
  }

  @Property(tries = 200)
  void aQuantileIsNeverBelowTheTrueOneAndAtMostSixPercentAboveIt(
      @ForAll @Size(min = 1, max = 50)
          List<@LongRange(min = 1_000, max = 60_000_000_000L) Long> nanos) {
    LatencyHistogram histogram = new LatencyHistogram();
    nanos.forEach(histogram::add);
    for (double quantile : new double[] {0.1, 0.5, 0.9, 0.99}) {
      int rank = (int) Math.ceil(quantile * nanos.size());
      double exact = nanos.stream().sorted().toList().get(rank - 1) / 1e6;
      assertThat(histogram.quantileMillis(quantile)).isBetween(exact * (1 - 1e-9), exact * 1.06);
    }
  }
}
