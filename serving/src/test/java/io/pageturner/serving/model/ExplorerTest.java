package io.pageturner.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ActionChoice;
import io.pageturner.domain.ActionSpace;
import io.pageturner.lifecycle.PolicySpec.Exploration;
import io.pageturner.lifecycle.PolicySpec.Exploration.Kind;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ExplorerTest {
  private static final ActionSpace TWO = new ActionSpace(2, 0.25, 4);
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);

  @Test
  void withoutNoiseTheGreedyActionHasThePropensityOne() {
    ActionChoice choice = around(Kind.GAUSSIAN, 0, 0, List.of(), 0.5, -0.5);
    assertThat(choice.action()).isEqualTo(choice.greedy());
    assertThat(choice.propensity()).isEqualTo(1);
    assertThat(choice.noise()).isEmpty();
  }

  @Test
  void thePropensityIsTheProductOverTheFactors() {
    ActionChoice choice = around(Kind.GAUSSIAN, 0.2, 0, List.of(), 0.5, -0.9);
    double first = new TruncatedNormal(0.5, 0.2).density(TWO.toUnit(choice.action().factor(0)));
    double second = new TruncatedNormal(-0.9, 0.2).density(TWO.toUnit(choice.action().factor(1)));
    assertThat(choice.propensity()).isCloseTo(first * second, within(1e-9));
  }

  @Test
  void ornsteinUhlenbeckNoiseIsDrawnAroundWhatIsLeftOfTheLastOne() {
    // m = 0.5 + (1 − 0.15)·0.2 = 0.67 and −0.5 + 0.85·(−0.4) = −0.84.
    ActionChoice choice = around(Kind.ORNSTEIN_UHLENBECK, 0.1, 0.15, List.of(0.2, -0.4), 0.5, -0.5);
    double first = TWO.toUnit(choice.action().factor(0));
    double second = TWO.toUnit(choice.action().factor(1));
    assertThat(choice.propensity())
        .isCloseTo(
            new TruncatedNormal(0.67, 0.1).density(first)
                * new TruncatedNormal(-0.84, 0.1).density(second),
            within(1e-9));
    assertThat(choice.noise().get(0)).isCloseTo(first - 0.5, within(1e-9));
    assertThat(choice.noise().get(1)).isCloseTo(second + 0.5, within(1e-9));
  }

  @Test
  void noiseThatDriftsOutOfTheBoundsIsCutToThem() {
    ActionChoice choice = around(Kind.ORNSTEIN_UHLENBECK, 0.1, 0, List.of(1.5, -1.5), 0.5, -0.5);
    assertThat(TWO.toUnit(choice.action().factor(0))).isBetween(0.4, 1.0);
    assertThat(choice.propensity()).isPositive();
  }

  @Test
  void noiseOfAnotherNumberOfFactorsIsForgotten() {
    ActionChoice choice = around(Kind.ORNSTEIN_UHLENBECK, 0.01, 0, List.of(1.0), 0, 0);
    assertThat(TWO.toUnit(choice.action().factor(0))).isBetween(-0.1, 0.1);
  }

  private ActionChoice around(
      Kind kind, double sigma, double theta, List<Double> noise, double... greedy) {
    return new Explorer(TWO, new Exploration(kind, sigma, theta)).around(greedy, noise, random);
  }
}
