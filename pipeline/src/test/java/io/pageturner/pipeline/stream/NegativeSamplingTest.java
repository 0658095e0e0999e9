package io.pageturner.pipeline.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.Decision;
import io.pageturner.domain.Event;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.pipeline.TestFeed;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NegativeSamplingTest {
  private static final ItemOutcome CLICKED = new ItemOutcome(1, 0, Duration.ZERO);
  private static final ItemOutcome ORDERED = new ItemOutcome(0, 1, Duration.ZERO);
  private static final ItemOutcome LOOKED_AT = new ItemOutcome(0, 0, Duration.ofSeconds(3));

  @Test
  void samples_with_a_click_or_an_order_are_all_kept_at_rate_one() {
    NegativeSampling sampling = new NegativeSampling(1e-9);

    assertThat(kept(sampling, 500, CLICKED)).isEqualTo(1_000);
    assertThat(kept(sampling, 500, ORDERED)).isEqualTo(1_000);
    assertThat(List.of(sampling.rateOf(CLICKED), sampling.rateOf(ORDERED))).containsOnly(1.0);
    assertThat(List.of(sampling.rateOf(LOOKED_AT), sampling.rateOf(ItemOutcome.NOTHING)))
        .containsOnly(1e-9);
    assertThat(kept(sampling, 500, LOOKED_AT)).isZero();
  }

  @Test
  void of_the_others_the_share_is_kept_and_always_the_same_ones() {
    NegativeSampling quarter = new NegativeSampling(0.25);

    int kept = kept(quarter, 5_000, ItemOutcome.NOTHING);

    // Five standard deviations of a binomial of 10,000 draws: √(10,000 · ¼ · ¾) = 43.
    assertThat(kept).isCloseTo(2_500, within(215));
    assertThat(kept(quarter, 5_000, ItemOutcome.NOTHING)).isEqualTo(kept);
    assertThat(kept(new NegativeSampling(1), 500, ItemOutcome.NOTHING)).isEqualTo(1_000);
  }

  /** How many samples of so many pages of two items are kept. */
  private static int kept(NegativeSampling sampling, int pages, ItemOutcome outcome) {
    return IntStream.range(0, pages)
        .mapToObj(k -> ((Event.PageShown) TestFeed.page("s/" + k, k, "a", "b")).decision())
        .mapToInt(
            decision ->
                (keeps(sampling, decision, outcome, 0) ? 1 : 0)
                    + (keeps(sampling, decision, outcome, 1) ? 1 : 0))
        .sum();
  }

  private static boolean keeps(
      NegativeSampling sampling, Decision decision, ItemOutcome outcome, int index) {
    return sampling.keeps(
        new JoinedPage(decision, List.of(outcome, outcome), false, decision.time()), index);
  }
}
