package io.pageturner.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FusionTest {
  private static final double[] SCORES = {0.5, 0.25};
  private static final double[] THETA = {2};

  @Test
  void linearAddsTheWeightedOrderScore() {
    assertThat(Fusion.LINEAR.score(SCORES, THETA, Action.of(3))).isEqualTo(0.5 + 2 * 3 * 0.25);
  }

  @Test
  void powerMultipliesByTheOrderScoreToTheWeight() {
    // 0.5 · 0.25^(2·0.5) = 0.125
    assertThat(Fusion.POWER.score(SCORES, THETA, Action.of(0.5))).isCloseTo(0.125, within(1e-12));
  }

  @Test
  void everyExtraObjectiveHasItsOwnWeightAndFactor() {
    double[] scores = {1, 10, 100};
    double[] theta = {2, 3};
    assertThat(Fusion.LINEAR.score(scores, theta, Action.of(0.5, 2)))
        .isEqualTo(1 + 2 * 0.5 * 10 + 3 * 2 * 100);
  }
}
