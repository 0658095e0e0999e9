package io.pageturner.domain;

import java.time.Instant;

/**
 * One line of the event log: everything that serving nodes and clients append to it (SPEC 4.1).
 *
 * <p>All kinds of events stand in this file and in {@link Feedback}.
 */
public sealed interface Event {
  /** Events with the same id count once. */
  EventId id();

  /** Who; the log is partitioned by it, so that one user's events stay in order. */
  UserId user();

  /** When it happened, in whole milliseconds. */
  Instant time();

  /** A page was shown: the decision behind it, with the features as they were then. */
  record PageShown(Decision decision) implements Event {
    public PageShown {
      Values.present("decision", decision);
    }

    /** A page is shown once, so its id is the event's. */
    @Override
    public EventId id() {
      return new EventId(decision.page().value());
    }

    @Override
    public UserId user() {
      return decision.user();
    }

    @Override
    public Instant time() {
      return decision.time();
    }
  }

  /** A user answered a page. */
  record FeedbackGiven(Feedback feedback) implements Event {
    public FeedbackGiven {
      Values.present("feedback", feedback);
    }

    @Override
    public EventId id() {
      return feedback.id();
    }

    @Override
    public UserId user() {
      return feedback.user();
    }

    @Override
    public Instant time() {
      return feedback.time();
    }
  }
}
