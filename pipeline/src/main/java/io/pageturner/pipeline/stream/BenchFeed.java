package io.pageturner.pipeline.stream;

import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.Event;
import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Made-up events of the size of real ones: pages of ten items with two features each. */
final class BenchFeed {
  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
  private static final int USERS = 5_000;
  private static final int EVENTS_PER_SECOND = 100;

  private BenchFeed() {}

  /** Event k: every third one is a page, the next two are clicks on it; 100 a second. */
  static Event event(int k) {
    int page = k / 3;
    int user = page % USERS;
    int index = page / USERS;
    Instant time = time(k);
    String session = "s" + user;
    return k % 3 == 0
        ? page(user, session, index, time)
        : click("c" + k, user, session, session + "/" + index, time);
  }

  /** When event k happened. */
  static Instant time(int k) {
    return START.plusMillis(k * 1_000L / EVENTS_PER_SECOND);
  }

  static Event page(int user, String session, int index, Instant time) {
    return new Event.PageShown(
        new Decision(
            new PageId(session + "/" + index),
            new UserId("u" + user),
            new SessionId(session),
            index,
            time,
            BucketName.BASELINE,
            "baseline",
            ModelVersion.NONE,
            Action.of(1),
            1,
            new State(List.of(), Map.of("hour", 12.0), Map.of("city", "zurich")),
            IntStream.range(0, 10).mapToObj(BenchFeed::shown).toList(),
            40));
  }

  private static ShownItem shown(int i) {
    return new ShownItem(
        new ItemId("item-" + i),
        i,
        new double[] {0.1 * i, 0.01},
        Map.of("price", 9.5 + i, "distance", 1.25),
        Map.of("category", "c" + i % 4));
  }

  private static Event click(String id, int user, String session, String page, Instant time) {
    return new Event.FeedbackGiven(
        new Feedback.Click(
            new EventId(id),
            new UserId("u" + user),
            new SessionId(session),
            time,
            Optional.of(new PageId(page)),
            new ItemId("item-1"),
            Optional.empty()));
  }

  static Event leave(int user, String session, Instant time) {
    return new Event.FeedbackGiven(
        new Feedback.Leave(
            new EventId("leave-" + session),
            new UserId("u" + user),
            new SessionId(session),
            time,
            Optional.empty()));
  }
}
