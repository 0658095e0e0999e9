package io.pageturner.pipeline.join;

import io.pageturner.domain.Event;
import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Everything that the joiner remembers of one user: changed by {@link PageJoiner} alone.
 *
 * <p>Every part has a time at which it goes; {@link #nextTimer} is the first of them.
 */
public final class UserPages {
  /** Event time that this user has been brought to. */
  long clock = Long.MIN_VALUE;

  /** Events that event time has not reached yet, in {@link EventOrder}. */
  final List<Event> pending = new ArrayList<>();

  /** Pages that take feedback, and those that have been emitted. */
  final KnownPages known = new KnownPages();

  /** Feedback that has no page yet, in the order of waiting. */
  private final List<Waiting> waiting = new ArrayList<>();

  /** When the first of it gives up; {@link Long#MAX_VALUE} when none waits. */
  private long nextGivenUp = Long.MAX_VALUE;

  /** Ids of events seen, oldest first, each with the time from which on it is forgotten. */
  final Map<EventId, Long> seen = new LinkedHashMap<>();

  /** Feedback without a page, and when it gives up. */
  record Waiting(Feedback feedback, long until) {}

  /** A copy that shares nothing that changes. */
  public UserPages copy() {
    UserPages copy = new UserPages();
    copy.clock = clock;
    copy.pending.addAll(pending);
    known.open().forEach(page -> copy.known.add(page.copy()));
    known.closed().forEach(copy.known::add);
    waiting.forEach(copy::await);
    copy.seen.putAll(seen);
    return copy;
  }

  /** Whether nothing is left to remember. */
  public boolean isEmpty() {
    return size() == 0;
  }

  /** Number of things remembered: pages, events, ids. */
  public int size() {
    return pending.size() + known.size() + waiting.size() + seen.size();
  }

  /** The next event time at which something happens here; none when nothing is remembered. */
  public OptionalLong nextTimer() {
    long next = Math.min(nextStep(), known.nextForgotten());
    if (!seen.isEmpty()) {
      next = Math.min(next, seen.values().iterator().next());
    }
    return isEmpty() ? OptionalLong.empty() : OptionalLong.of(next);
  }

  /** When the next event takes effect, page closes or feedback gives up; MAX_VALUE for never. */
  long nextStep() {
    return Math.min(nextEvent(), nextDeadline());
  }

  /** Time of the first pending event; {@link Long#MAX_VALUE} when there is none. */
  long nextEvent() {
    return pending.isEmpty() ? Long.MAX_VALUE : pending.get(0).time().toEpochMilli();
  }

  /** When the next page closes or feedback gives up; {@link Long#MAX_VALUE} when none does. */
  long nextDeadline() {
    return Math.min(known.nextDeadline(), nextGivenUp);
  }

  List<Waiting> waiting() {
    return Collections.unmodifiableList(waiting);
  }

  void await(Waiting feedback) {
    waiting.add(feedback);
    nextGivenUp = Math.min(nextGivenUp, feedback.until());
  }

  /** Takes out all feedback that has no page yet. */
  List<Waiting> takeWaiting() {
    List<Waiting> all = List.copyOf(waiting);
    waiting.clear();
    nextGivenUp = Long.MAX_VALUE;
    return all;
  }

  /** Takes out the feedback that has waited for long enough. */
  List<Feedback> takeGivenUp() {
    List<Feedback> givenUp = new ArrayList<>();
    if (nextGivenUp <= clock) {
      for (Waiting feedback : takeWaiting()) {
        if (feedback.until() <= clock) {
          givenUp.add(feedback.feedback());
        } else {
          await(feedback);
        }
      }
    }
    return givenUp;
  }

  /** Remembers the event's id; false when it was known already. */
  boolean firstSight(Event event, Duration memory) {
    long from = Math.max(clock, event.time().toEpochMilli());
    return seen.putIfAbsent(event.id(), from + memory.toMillis()) == null;
  }

  void defer(Event event) {
    int found = Collections.binarySearch(pending, event, EventOrder.INSTANCE);
    pending.add(found < 0 ? -found - 1 : found + 1, event);
  }

  /** Drops what event time has outlived. */
  void forget() {
    known.forgetUntil(clock);
    Iterator<Long> oldest = seen.values().iterator();
    while (oldest.hasNext() && oldest.next() <= clock) {
      oldest.remove();
    }
  }
}
