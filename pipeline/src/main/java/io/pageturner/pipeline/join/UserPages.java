package io.pageturner.pipeline.join;

import io.pageturner.domain.Event;
import io.pageturner.domain.EventId;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

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

  /** Pages that take feedback, in {@link PageOrder}. */
  final List<OpenPage> open = new ArrayList<>();

  /** Pages that have been emitted, in the order of closing. */
  final List<ClosedPage> closed = new ArrayList<>();

  /** Feedback that has no page yet, in the order of waiting. */
  final List<Waiting> waiting = new ArrayList<>();

  /** Ids of events seen, oldest first, each with the time from which on it is forgotten. */
  final Map<EventId, Long> seen = new LinkedHashMap<>();

  /** Feedback without a page, and when it gives up. */
  record Waiting(Feedback feedback, long until) {}

  /** A copy that shares nothing that changes. */
  public UserPages copy() {
    UserPages copy = new UserPages();
    copy.clock = clock;
    copy.pending.addAll(pending);
    open.forEach(page -> copy.open.add(page.copy()));
    copy.closed.addAll(closed);
    copy.waiting.addAll(waiting);
    copy.seen.putAll(seen);
    return copy;
  }

  /** Whether nothing is left to remember. */
  public boolean isEmpty() {
    return pending.isEmpty()
        && open.isEmpty()
        && closed.isEmpty()
        && waiting.isEmpty()
        && seen.isEmpty();
  }

  /** Number of things remembered: pages, events, ids. */
  public int size() {
    return pending.size() + open.size() + closed.size() + waiting.size() + seen.size();
  }

  /** The next event time at which something happens here; none when nothing is remembered. */
  public OptionalLong nextTimer() {
    long next = nextStep();
    for (ClosedPage page : closed) {
      next = Math.min(next, page.forgetAt());
    }
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
    long next = Long.MAX_VALUE;
    for (OpenPage page : open) {
      next = Math.min(next, page.deadline());
    }
    for (Waiting feedback : waiting) {
      next = Math.min(next, feedback.until());
    }
    return next;
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

  void add(OpenPage page) {
    int place = open.size();
    while (place > 0 && open.get(place - 1).order().compareTo(page.order()) > 0) {
      place--;
    }
    open.add(place, page);
  }

  /** The page that {@code feedback} belongs to, or null. */
  KnownPage pageOf(Feedback feedback) {
    KnownPage latest = null;
    for (OpenPage page : open) {
      latest = later(latest, page, feedback);
    }
    for (ClosedPage page : closed) {
      latest = later(latest, page, feedback);
    }
    return latest;
  }

  private static KnownPage later(KnownPage latest, KnownPage page, Feedback feedback) {
    boolean after = latest == null || page.order().compareTo(latest.order()) > 0;
    return after && mayAnswer(page, feedback) ? page : latest;
  }

  /** A named page by its id alone; else a page of the session, before it, that shows the item. */
  private static boolean mayAnswer(KnownPage page, Feedback feedback) {
    if (feedback.page().isPresent()) {
      return page.page().equals(feedback.page().get());
    }
    return page.session().equals(feedback.session())
        && page.order().time() <= feedback.time().toEpochMilli()
        && (!(feedback instanceof Feedback.OnItem onItem) || page.shows(onItem.item()));
  }

  /** Whether a page of {@code session} at or before {@code time} is known. */
  boolean knowsPageBefore(SessionId session, long time) {
    return known().anyMatch(p -> p.session().equals(session) && p.order().time() <= time);
  }

  /** Time of the first known page of the session after the place {@code order}. */
  OptionalLong nextPageTime(SessionId session, PageOrder order) {
    return known()
        .filter(p -> p.session().equals(session) && p.order().compareTo(order) > 0)
        .mapToLong(p -> p.order().time())
        .min();
  }

  private Stream<KnownPage> known() {
    return Stream.concat(open.stream(), closed.stream());
  }

  /** Takes out the page that closes first, if it does by now: by deadline, then in page order. */
  Optional<OpenPage> takeDue() {
    OpenPage first = null;
    for (OpenPage page : open) {
      if (page.deadline() <= clock && (first == null || page.deadline() < first.deadline())) {
        first = page;
      }
    }
    open.remove(first);
    return Optional.ofNullable(first);
  }

  /** Drops what event time has outlived. */
  void forget() {
    closed.removeIf(page -> page.forgetAt() <= clock);
    Iterator<Long> oldest = seen.values().iterator();
    while (oldest.hasNext() && oldest.next() <= clock) {
      oldest.remove();
    }
  }
}
