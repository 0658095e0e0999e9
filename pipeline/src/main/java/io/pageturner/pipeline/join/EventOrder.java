package io.pageturner.pipeline.join;

import io.pageturner.domain.Event;
import java.util.Comparator;

/**
 * The order in which a user's events take effect, whatever order they arrived in: by time; at equal
 * times pages before feedback, pages by index, feedback by id.
 */
final class EventOrder implements Comparator<Event> {
  static final EventOrder INSTANCE = new EventOrder();

  private EventOrder() {}

  @Override
  public int compare(Event a, Event b) {
    int byTime = a.time().compareTo(b.time());
    if (byTime != 0) {
      return byTime;
    }
    int byRank = Integer.compare(rank(a), rank(b));
    return byRank != 0 ? byRank : a.id().value().compareTo(b.id().value());
  }

  /** A page's index; feedback after every page. */
  private static int rank(Event event) {
    return event instanceof Event.PageShown shown
        ? shown.decision().pageIndex()
        : Integer.MAX_VALUE;
  }
}
