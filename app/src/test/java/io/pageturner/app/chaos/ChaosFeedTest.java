package io.pageturner.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.replay.InMemoryJoin;
import io.pageturner.domain.Event;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChaosFeedTest {
  private static final int EVENTS = 20_000;
  private static final int BATCH = 250;

  private final List<Event> events = new ChaosFeed(3, ChaosFeed.START).next(EVENTS);

  @Test
  void theSameSeedGivesTheSameFeedInAnyPortions() {
    ChaosFeed portioned = new ChaosFeed(3, ChaosFeed.START);
    List<Event> again = new ArrayList<>();
    while (again.size() < EVENTS) {
      again.addAll(portioned.next(Math.min(999, EVENTS - again.size())));
    }
    assertThat(again).isEqualTo(events);
  }

  @Test
  void aBatchThatIsAppendedTwiceStaysWithinTheLogsDisorder() {
    for (int k = BATCH; k < EVENTS; k += BATCH) {
      assertThat(Duration.between(events.get(k - BATCH).time(), events.get(k).time()))
          .isLessThan(Duration.ofSeconds(2));
    }
    assertThat(events).isSortedAccordingTo((a, b) -> a.time().compareTo(b.time()));
  }

  /**
   * The join does not mind a feed in which every batch was stored twice: what the proof rests on.
   */
  @Test
  void batchesThatAreStoredTwiceGiveTheSamePagesAndTransitions() {
    List<String> once = new ArrayList<>();
    List<String> twice = new ArrayList<>();
    InMemoryJoin first = join(once);
    InMemoryJoin second = join(twice);
    for (int k = 0; k < EVENTS; k += BATCH) {
      List<Event> batch = events.subList(k, k + BATCH);
      batch.forEach(first::accept);
      batch.subList(0, BATCH / 2).forEach(second::accept);
      batch.forEach(second::accept);
    }
    first.end();
    second.end();

    assertThat(once).hasSizeGreaterThan(EVENTS / 2);
    assertThat(twice).containsExactlyInAnyOrderElementsOf(once);
  }

  @Test
  void everyKindOfFeedbackOccurs() {
    assertThat(events)
        .filteredOn(e -> e instanceof Event.FeedbackGiven)
        .extracting(e -> (Object) ((Event.FeedbackGiven) e).feedback().getClass())
        .contains(
            Feedback.Click.class, Feedback.Order.class, Feedback.Dwell.class, Feedback.Leave.class);
    assertThat(events.stream().map(Event::id).distinct().count())
        .as("some are repeated")
        .isLessThan(EVENTS);
  }

  private static InMemoryJoin join(List<String> results) {
    PageturnerConfig config =
        PageturnerConfig.load(Optional.empty(), Map.of(), Optional.of("chaos.conf"));
    return new InMemoryJoin(
        config,
        (JoinedPage page) -> results.add(page.toString()),
        (Transition transition) -> results.add(transition.toString()));
  }
}
