package io.pageturner.pipeline;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One-line factories for a feed's events; times are seconds after {@link #START}. */
public final class TestFeed {
  public static final Instant START = Instant.parse("2025-11-21T12:00:00Z");

  private TestFeed() {}

  public static Instant at(double seconds) {
    return START.plusMillis(Math.round(seconds * 1000));
  }

  /** A page of user {@code u}, named by its id; the session is everything before the slash. */
  public static Event page(String id, double seconds, String... items) {
    return page("u", id, seconds, items);
  }

  /** A page {@code session/index}. */
  public static Event page(String user, String id, double seconds, String... items) {
    String[] parts = id.split("/");
    return new Event.PageShown(
        new Decision(
            new PageId(id),
            new UserId(user),
            new SessionId(parts[0]),
            Integer.parseInt(parts[1]),
            at(seconds),
            BucketName.BASELINE,
            "baseline",
            ModelVersion.NONE,
            Action.of(1),
            1,
            new State(List.of(), Map.of("index", Double.valueOf(parts[1])), Map.of()),
            ShownItem.inOrder(Arrays.stream(items).map(ItemId::new).toList()),
            items.length));
  }

  /** A click of user {@code u} on {@code item} of the page {@code session/index}. */
  public static Event click(String id, double seconds, String page, String item) {
    return click("u", id, seconds, page, item);
  }

  public static Event click(String user, String id, double seconds, String page, String item) {
    return new Event.FeedbackGiven(
        new Feedback.Click(
            new EventId(id),
            new UserId(user),
            sessionOf(page),
            at(seconds),
            named(page),
            new ItemId(item),
            Optional.empty()));
  }

  public static Event order(String id, double seconds, String page, String item) {
    return new Event.FeedbackGiven(
        new Feedback.Order(
            new EventId(id),
            new UserId("u"),
            sessionOf(page),
            at(seconds),
            named(page),
            new ItemId(item),
            Optional.empty()));
  }

  public static Event dwell(String id, double seconds, String page, String item, int millis) {
    return new Event.FeedbackGiven(
        new Feedback.Dwell(
            new EventId(id),
            new UserId("u"),
            sessionOf(page),
            at(seconds),
            named(page),
            new ItemId(item),
            Duration.ofMillis(millis)));
  }

  public static Event leave(String id, double seconds, String page) {
    return leave("u", id, seconds, page);
  }

  public static Event leave(String user, String id, double seconds, String page) {
    return new Event.FeedbackGiven(
        new Feedback.Leave(
            new EventId(id), new UserId(user), sessionOf(page), at(seconds), named(page)));
  }

  private static SessionId sessionOf(String page) {
    return new SessionId(page.split("/")[0]);
  }

  /** {@code s/1} names a page, {@code s} only a session. */
  private static Optional<PageId> named(String page) {
    return page.contains("/") ? Optional.of(new PageId(page)) : Optional.empty();
  }
}
