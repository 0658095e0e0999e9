package io.pageturner.learning.ranking;

import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.Sample;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Pages of the baseline, for tests. */
final class TestPages {
  static final ItemOutcome CLICK = new ItemOutcome(1, 0, Duration.ZERO);
  static final ItemOutcome ORDER = new ItemOutcome(1, 1, Duration.ZERO);

  private TestPages() {}

  static Decision decision(String page, State state, List<ShownItem> items) {
    return new Decision(
        new PageId(page),
        new UserId("u"),
        new SessionId("s"),
        0,
        Instant.EPOCH,
        new BucketName("baseline"),
        "baseline",
        ModelVersion.NONE,
        Action.ones(1),
        1,
        state,
        items,
        items.size());
  }

  static List<Sample> samples(Decision decision, List<ItemOutcome> outcomes) {
    return IntStream.range(0, outcomes.size())
        .mapToObj(i -> new Sample(decision, decision.items().get(i), outcomes.get(i)))
        .toList();
  }

  /** A click on a shown item that came too late for its page. */
  static LateFeedback lateClick(Sample sample) {
    Decision page = sample.decision();
    ItemId item = sample.shown().item();
    Feedback click =
        new Feedback.Click(
            new EventId(page.page() + "/" + item),
            page.user(),
            page.session(),
            page.time().plusSeconds(30),
            Optional.of(page.page()),
            item,
            Optional.empty());
    return new LateFeedback(click, page.page());
  }

  static List<ItemId> items(String... names) {
    return List.of(names).stream().map(ItemId::new).toList();
  }
}
