package io.pageturner.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.Action;
import io.pageturner.domain.ActionChoice;
import io.pageturner.domain.ActionGrid;
import io.pageturner.domain.ActionSpace;
import io.pageturner.lifecycle.PolicySpec.Exploration;
import io.pageturner.lifecycle.PolicySpec.Exploration.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** Nine points of two factors, ε = 0.3: 0.7 + 0.3/9 for the best, 0.3/9 for each other. */
  @Test
  void epsilonGreedysPropensitiesAreTheFrequenciesWithWhichPointsAreShown() {
    ActionSpace grid = new ActionSpace(2, 0.25, 4).onGrid(List.of(0.5, 1.0, 3.0));
    Explorer explorer = new Explorer(grid, new Exploration(Kind.EPSILON_GREEDY, 0.3, 0));
    ActionGrid points = ActionGrid.of(grid).orElseThrow();
    double[] greedy = points.unit(4);
    Map<Action, Integer> shown = new HashMap<>();
    Map<Action, Double> propensities = new HashMap<>();
    int draws = 90_000;
    for (int i = 0; i < draws; i++) {
      ActionChoice choice = explorer.around(greedy, List.of(), random);
      assertThat(choice.greedy()).isEqualTo(points.action(4));
      assertThat(choice.noise()).isEmpty();
      shown.merge(choice.action(), 1, Integer::sum);
      propensities.put(choice.action(), choice.propensity());
    }
    assertThat(shown).hasSize(9);
    assertThat(propensities.values().stream().mapToDouble(p -> p).sum())
        .isCloseTo(1, within(1e-12));
    assertThat(propensities.get(points.action(4))).isCloseTo(0.7 + 0.3 / 9, within(1e-12));
    shown.forEach(
        (action, count) -> {
          double p = propensities.get(action);
          double deviation = Math.sqrt(p * (1 - p) / draws);
          assertThat((double) count / draws).isCloseTo(p, within(4 * deviation));
        });
  }

  @Test
  void withoutEpsilonTheBestPointIsSureAndItsFactorsAreTheGridsToTheLastDigit() {
    ActionSpace grid = ActionSpace.DEFAULT.onGrid(List.of(0.25, 0.71, 1.0));
    Explorer explorer = new Explorer(grid, new Exploration(Kind.EPSILON_GREEDY, 0, 0));
    double rounded = (float) grid.toUnit(0.71); // As a TensorFlow Serving answers.
    ActionChoice choice = explorer.around(new double[] {rounded}, List.of(), random);
    assertThat(choice.action()).isEqualTo(Action.of(0.71)).isEqualTo(choice.greedy());
    assertThat(choice.propensity()).isEqualTo(1);
  }

  private ActionChoice around(
      Kind kind, double sigma, double theta, List<Double> noise, double... greedy) {
    return new Explorer(TWO, new Exploration(kind, sigma, theta)).around(greedy, noise, random);
  }
}
