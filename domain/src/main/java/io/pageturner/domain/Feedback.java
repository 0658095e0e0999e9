package io.pageturner.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a user did: click, order, dwell or leave. */
public sealed interface Feedback {
  /** Feedback with the same id counts once. */
  EventId id();

  UserId user();

  SessionId session();

  /** When it happened, in whole milliseconds. */
  Instant time();

  /** The page that it answers, where the client knows; else the joiner looks for it. */
  Optional<PageId> page();

  /** Feedback on one item. */
  sealed interface OnItem extends Feedback {
    ItemId item();
  }

  /** Feedback that enters the user's behaviour sequence at once (SPEC 4.5). */
  sealed interface ItemAction extends OnItem {
    /** The item's category, where the client knows; for the transition feature (SPEC 1.2). */
    Optional<String> category();
  }

  /** The user opened an item. */
  record Click(
      EventId id,
      UserId user,
      SessionId session,
      Instant time,
      Optional<PageId> page,
      ItemId item,
      Optional<String> category)
      implements ItemAction {
    public Click {
      time = Values.millis("time", time);
    }
  }

  /** The user ordered an item: the conversion that the feed is paid for. */
  record Order(
      EventId id,
      UserId user,
      SessionId session,
      Instant time,
      Optional<PageId> page,
      ItemId item,
      Optional<String> category)
      implements ItemAction {
    public Order {
      time = Values.millis("time", time);
    }
  }

  /**
   * The user looked at an item for a while.
   *
   * @param dwell how long; not negative
   */
  record Dwell(
      EventId id,
      UserId user,
      SessionId session,
      Instant time,
      Optional<PageId> page,
      ItemId item,
      Duration dwell)
      implements OnItem {
    public Dwell {
      time = Values.millis("time", time);
      if (dwell.isNegative()) {
        throw new IllegalArgumentException("dwell must not be negative, was " + dwell);
      }
    }
  }

  /** The user left the feed: the session ends. */
  record Leave(EventId id, UserId user, SessionId session, Instant time, Optional<PageId> page)
      implements Feedback {
    public Leave {
      time = Values.millis("time", time);
    }
  }
}
