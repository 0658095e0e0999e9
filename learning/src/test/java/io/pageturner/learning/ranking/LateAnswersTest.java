package io.pageturner.learning.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Decision;
import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.PageId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two pages are remembered; what comes within a minute of its page counts. */
class LateAnswersTest {
  private final LateAnswers late =
      new LateAnswers(2, (shown, feedback) -> !feedback.time().isAfter(shown.plusSeconds(60)));

  @Test
  void aLateOrderTurnsTheOrderAndNotTheClick() {
    late.add(page("p"));
    List<LateAnswers.Answered> answered = late.add(order("p", "b", 30));
    assertThat(answered).hasSize(1);
    assertThat(answered.get(0).after().shown().item()).isEqualTo(new ItemId("b"));
    assertThat(answered.get(0).turned(RankingObjective.ORDER)).isTrue();
    assertThat(answered.get(0).turned(RankingObjective.CLICK)).isFalse();
  }

  @Test
  void aSecondOrderTurnsNothingMore() {
    late.add(page("p"));
    late.add(order("p", "b", 30));
    LateAnswers.Answered again = late.add(order("p", "b", 40)).get(0);
    assertThat(again.turned(RankingObjective.ORDER)).isFalse();
    assertThat(again.after().outcome().orders()).isEqualTo(2);
  }

  @Test
  void whatIsBeyondItsWindowOrNotOnThePageIsNoAnswer() {
    late.add(page("p"));
    assertThat(late.add(order("p", "b", 61))).isEmpty();
    assertThat(late.add(order("p", "elsewhere", 30))).isEmpty();
    assertThat(late.add(leave("p"))).isEmpty();
  }

  @Test
  void feedbackThatIsReadBeforeItsPageWaitsForIt() {
    assertThat(late.add(order("p", "a", 30))).isEmpty();
    assertThat(late.add(order("p", "b", 30))).isEmpty();
    assertThat(late.add(page("p"))).hasSize(2);
    assertThat(late.add(page("p"))).as("it waits no more").isEmpty();
  }

  @Test
  void theOldestPagesAndTheOldestWaitingAreForgotten() {
    late.add(page("p"));
    late.add(page("q"));
    late.add(page("r"));
    assertThat(late.add(order("p", "a", 30))).as("forgotten").isEmpty();
    assertThat(late.add(order("q", "a", 30))).hasSize(1);
    late.add(order("x", "a", 30));
    late.add(order("y", "a", 30));
    assertThat(late.add(page("p"))).as("crowded out").isEmpty();
    assertThat(late.add(page("x"))).hasSize(1);
  }

  private static JoinedPage page(String id) {
    List<ShownItem> items =
        List.of(
            new ShownItem(new ItemId("a"), 0, new double[0], Map.of(), Map.of()),
            new ShownItem(new ItemId("b"), 1, new double[0], Map.of(), Map.of()));
    Decision decision = TestPages.decision(id, new State(List.of(), Map.of(), Map.of()), items);
    return new JoinedPage(
        decision, List.of(ItemOutcome.NOTHING, ItemOutcome.NOTHING), false, Instant.EPOCH);
  }

  private static LateFeedback order(String page, String item, long second) {
    Decision decision = page(page).decision();
    return new LateFeedback(
        new Feedback.Order(
            new EventId("o" + second),
            decision.user(),
            decision.session(),
            decision.time().plus(Duration.ofSeconds(second)),
            Optional.empty(),
            new ItemId(item),
            Optional.empty()),
        new PageId(page));
  }

  private static LateFeedback leave(String page) {
    Decision decision = page(page).decision();
    return new LateFeedback(
        new Feedback.Leave(
            new EventId("l"),
            decision.user(),
            decision.session(),
            decision.time(),
            Optional.empty()),
        decision.page());
  }
}
