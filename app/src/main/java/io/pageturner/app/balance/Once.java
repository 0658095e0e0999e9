package io.pageturner.app.balance;

import io.pageturner.domain.PageId;
import java.util.HashSet;
import java.util.Set;

/** Page ids as they are met: which, and how many came again. */
final class Once {
  private final Set<PageId> pages = new HashSet<>();
  private long again;

  void add(PageId page) {
    again += pages.add(page) ? 0 : 1;
  }

  int size() {
    return pages.size();
  }

  long again() {
    return again;
  }

  /** Whether these are the same pages, and none came twice here. */
  boolean isEachOf(Once others) {
    return again == 0 && pages.equals(others.pages);
  }
}
