package io.pageturner.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** One-line factories for pages in tests. */
final class Pages {
  static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private Pages() {}

  static Decision decision(String page, String... items) {
    return new Decision(
        new PageId(page),
        new UserId("u"),
        new SessionId("s"),
        0,
        NOON,
        BucketName.BASELINE,
        "baseline",
        ModelVersion.NONE,
        Action.of(1),
        1,
        State.EMPTY,
        ShownItem.inOrder(Arrays.stream(items).map(ItemId::new).toList()),
        items.length);
  }

  static JoinedPage joined(boolean left, ItemOutcome... outcomes) {
    String[] items = new String[outcomes.length];
    Arrays.setAll(items, i -> "i" + i);
    return new JoinedPage(decision("p", items), List.of(outcomes), left, NOON);
  }

  static ItemOutcome outcome(int clicks, int orders, int dwellSeconds) {
    return new ItemOutcome(clicks, orders, Duration.ofSeconds(dwellSeconds));
  }
}
