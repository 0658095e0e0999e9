package io.pageturner.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class EpisodeTest {
  @Test
  void theReturnDiscountsLaterPages() {
    // 1 + 0.5·2 + 0.25·4 = 3
    assertThat(episode(1, 2, 4).discountedReturn(0.5)).isCloseTo(3, within(1e-12));
    assertThat(episode(1, 2, 4).reward()).isEqualTo(7);
  }

  /**
   * A click and 30 s of dwell; nothing; an order; nothing, and the user left on it, or did not. By
   * the weights 2, 5, 0.1, 3, 4 and 0.5: 2 + 2 + 0.5; −0.1 + 0.5; 5 + 0.5; 0.4 or 0.4 − 3.
   */
  @Test
  void otherWeightsScoreTheSameCounts() {
    RewardWeights weights = new RewardWeights(2, 5, 0.1, 3, 4, 0.5);
    Episode left = counted(Episode.End.LEAVE).scored(weights);
    assertThat(left.pages().stream().mapToDouble(Episode.Page::reward).toArray())
        .containsExactly(new double[] {4.5, 0.4, 5.5, -2.6}, within(1e-12));
    assertThat(left.rewards()).isEqualTo(weights.version());
    assertThat(counted(Episode.End.GAP).scored(weights).pages().get(3).reward())
        .isCloseTo(0.4, within(1e-12));
    assertThat(left.scored(weights)).as("nothing to do").isSameAs(left);
    assertThat(left.scored(RewardWeights.DEFAULT).scored(weights)).isEqualTo(left);
  }

  @Test
  void aTransitionWithoutANextStateIsTerminal() {
    Experience last = new Experience(Pages.joined(true, ItemOutcome.NOTHING), -1);
    assertThat(Transition.of(last, Optional.empty()).terminal()).isTrue();
    assertThat(Transition.of(last, Optional.of(State.EMPTY)).terminal()).isFalse();
  }

  private static Episode counted(Episode.End end) {
    return episode(
        end, List.of(page(1, 0, 30_000, 9), page(0, 0, 0, 9), page(0, 1, 0, 9), page(0, 0, 0, 9)));
  }

  private static Episode episode(double... rewards) {
    return episode(
        Episode.End.LEAVE, DoubleStream.of(rewards).mapToObj(r -> page(0, 0, 0, r)).toList());
  }

  private static Episode.Page page(int clicks, int orders, long dwellMillis, double reward) {
    return new Episode.Page(
        new PageId("p" + reward),
        Pages.NOON,
        ModelVersion.NONE,
        Action.of(1),
        clicks,
        orders,
        dwellMillis,
        reward);
  }

  private static Episode episode(Episode.End end, List<Episode.Page> pages) {
    return new Episode(
        new UserId("u"), new SessionId("s"), BucketName.BASELINE, pages, end, Pages.NOON, "");
  }
}
