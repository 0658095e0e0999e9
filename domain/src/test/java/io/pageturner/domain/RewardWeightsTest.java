package io.pageturner.domain;

import static io.pageturner.domain.Pages.joined;
import static io.pageturner.domain.Pages.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RewardWeightsTest {
  private final RewardWeights weights = new RewardWeights(1, 5, 0.25, 2, 0, 0);

  @Test
  void clicksAndOrdersOfAllItemsCount() {
    assertThat(weights.reward(joined(false, outcome(2, 0, 0), outcome(1, 1, 0))))
        .isEqualTo(2 + 1 + 5);
  }

  @Test
  void aPageWithoutClickAndOrderCostsP1() {
    assertThat(weights.reward(joined(false, ItemOutcome.NOTHING))).isEqualTo(-0.25);
  }

  @Test
  void leavingOnSuchAPageCostsP2Further() {
    assertThat(weights.reward(joined(true, ItemOutcome.NOTHING))).isEqualTo(-0.25 - 2);
  }

  @Test
  void leavingAfterAnOrderCostsNothing() {
    assertThat(weights.reward(joined(true, outcome(0, 1, 0)))).isEqualTo(5);
  }

  @Test
  void dwellAndDepthCountWhenTheyAreWeighted() {
    RewardWeights timed = new RewardWeights(0, 0, 0, 0, 2, 0.5);
    assertThat(timed.reward(joined(false, outcome(0, 0, 90), outcome(0, 0, 30))))
        .isCloseTo(2 * 2 + 0.5, within(1e-12));
  }

  /** Reference values from Python: sha256(struct.pack(">6d", …)).hexdigest()[:8]. */
  @Test
  void weightsAreNamedByTheirValues() {
    assertThat(RewardWeights.DEFAULT.version()).isEqualTo("07372af1");
    assertThat(new RewardWeights(2, 5, 0.1, 1, 0, 0).version()).isEqualTo("929d6adb");
    assertThat(new RewardWeights(2, 5, 0.1, 1, -0.0, 0).version()).isEqualTo("929d6adb");
  }

  @Test
  void negativePenaltiesAreRefused() {
    assertThatThrownBy(() -> new RewardWeights(1, 5, -1, 0, 0, 0))
        .hasMessageContaining("reward.noAction and reward.leave must be 0 or more");
  }
}
