package io.pageturner.app.chaos;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;

/**
 * A made-up feed, the same for the same seed: session after session of one to four pages with
 * clicks, orders, dwell, leaves, repetitions, and feedback that belongs to no page. Used by one
 * thread.
 */
final class ChaosFeed {
  /** Between two events, in event time. */
  static final Duration STEP = Duration.ofMillis(5);

  /** When a feed begins that nobody waits for. */
  static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

  private static final int USERS = 500;
  private static final int ITEMS = 5;

  private final Random random;
  private final Queue<Event> session = new ArrayDeque<>();
  private Instant time;
  private long sessions;

  /**
   * @param start time before the first event
   */
  ChaosFeed(long seed, Instant start) {
    random = new Random(seed);
    time = start;
  }

  /** The sessions to come begin after {@code now}. */
  void comeTo(Instant now) {
    time = time.isAfter(now) ? time : now;
  }

  /** The next events. */
  List<Event> next(int count) {
    List<Event> events = new ArrayList<>(count);
    while (events.size() < count) {
      if (session.isEmpty()) {
        addSession();
      }
      events.add(session.remove());
    }
    return events;
  }

  /** A time that no event so far is after. */
  Instant end() {
    return time;
  }

  private void addSession() {
    UserId user = new UserId("u" + sessions % USERS);
    SessionId id = new SessionId("s" + sessions++);
    int pages = 1 + random.nextInt(4);
    for (int k = 0; k < pages; k++) {
      PageId page = new PageId(id + "/" + k);
      session.add(page(user, id, page, k));
      addFeedback(user, id, page);
    }
    if (random.nextInt(10) < 7) {
      session.add(answer(new Feedback.Leave(eventId(), user, id, tick(), Optional.empty())));
    }
  }

  private void addFeedback(UserId user, SessionId session, PageId page) {
    int draw = random.nextInt(100);
    Optional<PageId> named = random.nextBoolean() ? Optional.of(page) : Optional.empty();
    ItemId item = new ItemId("i" + random.nextInt(ITEMS));
    EventId id = eventId();
    Optional<String> none = Optional.empty();
    if (draw < 45) {
      Event click = answer(new Feedback.Click(id, user, session, tick(), named, item, none));
      this.session.add(click);
      if (draw < 3) {
        this.session.add(click);
      }
    } else if (draw < 55) {
      this.session.add(answer(new Feedback.Order(id, user, session, tick(), named, item, none)));
    } else if (draw < 65) {
      Duration dwell = Duration.ofMillis(random.nextInt(5_000));
      this.session.add(answer(new Feedback.Dwell(id, user, session, tick(), named, item, dwell)));
    } else if (draw < 67) {
      ItemId unknown = new ItemId("x");
      this.session.add(answer(new Feedback.Click(id, user, session, tick(), named, unknown, none)));
    }
  }

  private Event page(UserId user, SessionId session, PageId page, int index) {
    List<ItemId> items = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      items.add(new ItemId("i" + i));
    }
    return new Event.PageShown(
        new Decision(
            page,
            user,
            session,
            index,
            tick(),
            BucketName.BASELINE,
            "baseline",
            ModelVersion.NONE,
            Action.of(1),
            1,
            new State(List.of(), Map.of("depth", (double) index), Map.of()),
            ShownItem.inOrder(items),
            ITEMS));
  }

  private EventId eventId() {
    return new EventId("e" + Long.toString(time.toEpochMilli(), Character.MAX_RADIX));
  }

  private Instant tick() {
    time = time.plus(STEP);
    return time;
  }

  private static Event answer(Feedback feedback) {
    return new Event.FeedbackGiven(feedback);
  }
}
