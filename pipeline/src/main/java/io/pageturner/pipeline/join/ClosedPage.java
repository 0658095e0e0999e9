package io.pageturner.pipeline.join;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import java.util.List;

/**
 * What is remembered of a page after it was emitted: enough to tell late feedback from unmatched.
 *
 * @param forgetAt event time from which on the page is forgotten
 */
record ClosedPage(
    PageId page, SessionId session, PageOrder order, List<ItemId> items, long forgetAt)
    implements KnownPage {
  @Override
  public boolean shows(ItemId item) {
    return items.contains(item);
  }
}
