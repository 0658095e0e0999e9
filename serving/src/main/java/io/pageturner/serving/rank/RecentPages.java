package io.pageturner.serving.rank;

import io.pageturner.domain.PageId;
import io.pageturner.serving.LruMap;

/** The pages decided here lately, bounded; safe for many threads. */
public final class RecentPages {
  private final LruMap<PageId, Boolean> pages;

  public RecentPages(int capacity) {
    pages = new LruMap<>(capacity);
  }

  public boolean contains(PageId page) {
    return pages.get(page).isPresent();
  }

  /** Remembers a page; false when it was remembered already. */
  boolean add(PageId page) {
    return pages.putIfAbsent(page, true).isEmpty();
  }
}
