package io.pageturner.learning.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class NegativeSamplingTest {
  @Test
  void aProbabilityOfATenthOfTheNegativesIsTakenBackAsInThePaper() {
    // Logit 0 is p = ½; q = ½ / (½ + ½ / 0.1) = 1/11.
    assertThat(new NegativeSampling(0.1).probability(0)).isCloseTo(1.0 / 11, within(1e-12));
    // ln 3 is p = ¾; q = ¾ / (¾ + ¼ / 0.25) = 3/7.
    assertThat(new NegativeSampling(0.25).probability(Math.log(3)))
        .isCloseTo(3.0 / 7, within(1e-12));
  }

  @Property(tries = 200)
  void theShiftOfTheLogitIsThePapersFormula(
      @ForAll @DoubleRange(min = 0.01, max = 1) double rate,
      @ForAll @DoubleRange(min = -20, max = 20) double logit) {
    double p = 1 / (1 + Math.exp(-logit));
    double q = p / (p + (1 - p) / rate);
    assertThat(new NegativeSampling(rate).probability(logit)).isCloseTo(q, within(1e-9));
  }

  @Test
  void everyPositiveAndTheShareOfNegativesAreKept() {
    NegativeSampling sampling = new NegativeSampling(0.2);
    Random random = new Random(1);
    int kept = 0;
    for (int i = 0; i < 10_000; i++) {
      assertThat(sampling.keeps(true, random)).isTrue();
      kept += sampling.keeps(false, random) ? 1 : 0;
    }
    assertThat(kept).isBetween(1_800, 2_200); // Five standard deviations of 40.
  }

  @Test
  void aRateThatIsNoShareIsRefused() {
    for (double rate : new double[] {0, -0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new NegativeSampling(rate))
          .withMessageContaining("(0, 1]");
    }
  }
}
