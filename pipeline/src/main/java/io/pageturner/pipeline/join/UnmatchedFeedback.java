package io.pageturner.pipeline.join;

import io.pageturner.domain.Feedback;
import java.util.Objects;

/**
 * Feedback that belongs to no page.
 *
 * @param feedback what the user did
 * @param reason why no page was found
 */
public record UnmatchedFeedback(Feedback feedback, Reason reason) {

  /** Why feedback has no page. */
  public enum Reason {
    /** It names a page that the user's log does not have, or no longer. */
    UNKNOWN_PAGE,
    /** It names a page and an item that this page does not show. */
    ITEM_NOT_ON_PAGE,
    /** It names no page, and no page of the session before it shows the item. */
    NO_PAGE_WITH_ITEM,
    /** It names no page, and its session has none before it. */
    NO_PAGE_IN_SESSION
  }

  public UnmatchedFeedback {
    Objects.requireNonNull(feedback, "feedback");
    Objects.requireNonNull(reason, "reason");
  }
}
