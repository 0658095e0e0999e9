package io.pageturner.pipeline.join;

import io.pageturner.domain.Feedback;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A user's pages, open ones and those still remembered: found by id, by place in their session, and
 * by what happens next.
 *
 * <p>Whatever a user does, an event costs no more than the logarithm of the pages kept, but for
 * feedback without a page that looks for its item; and of neither kind are more than {@link
 * #MOST_PAGES} kept.
 */
final class KnownPages {
  /**
   * So many pages of a user are open at most, and so many remembered: far more than anybody sees
   * within window and gap. What has more is no person, and must not fill the memory.
   */
  static final int MOST_PAGES = 10_000;

  private static final Comparator<OpenPage> BY_DEADLINE =
      Comparator.comparingLong(OpenPage::deadline).thenComparing(OpenPage::order);

  /** A page's place among all pages of a user, session by session. */
  private record Place(String session, PageOrder order) implements Comparable<Place> {
    private static final Comparator<Place> COMPARATOR =
        Comparator.comparing(Place::session).thenComparing(Place::order);

    static Place of(KnownPage page) {
      return new Place(page.session().value(), page.order());
    }

    @Override
    public int compareTo(Place other) {
      return COMPARATOR.compare(this, other);
    }
  }

  /** Pages that take feedback, those that close first in front; at equal times in page order. */
  private final TreeSet<OpenPage> open = new TreeSet<>(BY_DEADLINE);

  /** Pages that have been emitted, in the order of closing, which is that of being forgotten. */
  private final Deque<ClosedPage> closed = new ArrayDeque<>();

  private final Map<PageId, KnownPage> byId = new HashMap<>();
  private final NavigableMap<Place, KnownPage> bySession = new TreeMap<>();

  Collection<OpenPage> open() {
    return Collections.unmodifiableCollection(open);
  }

  Collection<ClosedPage> closed() {
    return Collections.unmodifiableCollection(closed);
  }

  int size() {
    return open.size() + closed.size();
  }

  void add(OpenPage page) {
    open.add(page);
    know(page);
  }

  /** Adds a page that has been emitted; the oldest of too many is forgotten. */
  void add(ClosedPage page) {
    closed.add(page);
    know(page);
    if (closed.size() > MOST_PAGES) {
      forget(closed.remove());
    }
  }

  private void know(KnownPage page) {
    byId.put(page.page(), page);
    bySession.put(Place.of(page), page);
  }

  private void forget(KnownPage page) {
    byId.remove(page.page(), page);
    bySession.remove(Place.of(page), page);
  }

  /** When the next page closes; {@link Long#MAX_VALUE} when none does. */
  long nextDeadline() {
    return open.isEmpty() ? Long.MAX_VALUE : open.first().deadline();
  }

  /** When the next page is forgotten; {@link Long#MAX_VALUE} when none is. */
  long nextForgotten() {
    return closed.isEmpty() ? Long.MAX_VALUE : closed.element().forgetAt();
  }

  /** Takes out the page that closes first, if it does by {@code clock}. */
  Optional<OpenPage> takeDue(long clock) {
    if (nextDeadline() > clock) {
      return Optional.empty();
    }
    OpenPage due = open.pollFirst();
    forget(due);
    return Optional.of(due);
  }

  void forgetUntil(long clock) {
    while (nextForgotten() <= clock) {
      forget(closed.remove());
    }
  }

  /**
   * Takes out the page that would close first, closed by {@code clock}, when there are too many.
   */
  Optional<OpenPage> takeTooMany(long clock) {
    if (open.size() <= MOST_PAGES) {
      return Optional.empty();
    }
    closeBy(open.first(), clock);
    return takeDue(clock);
  }

  /**
   * The session has left its pages up to {@code order}: they close by {@code time}.
   *
   * <p>All but the last of them had to close by then already, when their next page came.
   */
  void moveOn(SessionId session, PageOrder order, long time) {
    Map.Entry<Place, KnownPage> last = bySession.floorEntry(new Place(session.value(), order));
    if (last != null
        && last.getValue() instanceof OpenPage page
        && page.session().equals(session)) {
      closeBy(page, time);
    }
  }

  private void closeBy(OpenPage page, long time) {
    open.remove(page);
    page.closeBy(time);
    open.add(page);
  }

  /** The page that {@code feedback} belongs to, or null. */
  KnownPage pageOf(Feedback feedback) {
    return feedback.page().isPresent()
        ? byId.get(feedback.page().get())
        : latest(feedback, PageOrder.after(feedback.time().toEpochMilli()));
  }

  /** The session's latest page at or before {@code order} that shows the item, or null. */
  private KnownPage latest(Feedback feedback, PageOrder order) {
    String session = feedback.session().value();
    NavigableMap<Place, KnownPage> before = bySession.headMap(new Place(session, order), true);
    for (KnownPage page : before.descendingMap().values()) {
      if (!page.session().equals(feedback.session())) {
        return null;
      }
      if (!(feedback instanceof Feedback.OnItem onItem) || page.shows(onItem.item())) {
        return page;
      }
    }
    return null;
  }

  /** Whether a page of {@code session} at or before {@code time} is known. */
  boolean knowsPageBefore(SessionId session, long time) {
    Place place = bySession.floorKey(new Place(session.value(), PageOrder.after(time)));
    return place != null && place.session().equals(session.value());
  }

  /** Time of the first known page of the session after the place {@code order}. */
  OptionalLong nextPageTime(SessionId session, PageOrder order) {
    Place place = bySession.higherKey(new Place(session.value(), order));
    return place != null && place.session().equals(session.value())
        ? OptionalLong.of(place.order().time())
        : OptionalLong.empty();
  }
}
