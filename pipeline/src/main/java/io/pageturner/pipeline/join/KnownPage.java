package io.pageturner.pipeline.join;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;

/** A page that feedback may belong to: open, or closed and still remembered. */
sealed interface KnownPage permits OpenPage, ClosedPage {
  PageId page();

  SessionId session();

  PageOrder order();

  boolean shows(ItemId item);
}
