package io.pageturner.pipeline.join;

import io.pageturner.domain.Decision;
import java.util.Comparator;

/**
 * A page's place among a user's pages: by time, then page index, then id, so that ties in time have
 * one order whatever order they arrived in.
 */
record PageOrder(long time, int pageIndex, String page) implements Comparable<PageOrder> {
  private static final Comparator<PageOrder> COMPARATOR =
      Comparator.comparingLong(PageOrder::time)
          .thenComparingInt(PageOrder::pageIndex)
          .thenComparing(PageOrder::page);

  static PageOrder of(Decision decision) {
    return new PageOrder(
        decision.time().toEpochMilli(), decision.pageIndex(), decision.page().value());
  }

  /** The place after every page of {@code time}. */
  static PageOrder after(long time) {
    return new PageOrder(time, Integer.MAX_VALUE, "");
  }

  @Override
  public int compareTo(PageOrder other) {
    return COMPARATOR.compare(this, other);
  }
}
