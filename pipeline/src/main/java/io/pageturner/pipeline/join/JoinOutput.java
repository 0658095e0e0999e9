package io.pageturner.pipeline.join;

import io.pageturner.domain.Event;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;

/**
 * Where the joiner's results go: every event that comes in comes out exactly once, a page as {@link
 * #joined}, feedback as {@link #matched}, {@link #late} or {@link #unmatched}, either of them as a
 * {@link #duplicate}.
 */
public interface JoinOutput {
  /** A page was closed; its feedback is inside. */
  void joined(JoinedPage page);

  /**
   * A page is closed before its time, because its user has too many; it is {@link #joined}, too.
   */
  default void crowdedOut() {}

  /** Feedback went into an open page; it comes out with the page. */
  void matched(Feedback feedback);

  /** Feedback came after its page was closed, or after its kind's window. */
  void late(LateFeedback feedback);

  /** Feedback has no page. */
  void unmatched(UnmatchedFeedback feedback);

  /** An event with an id that this user's log already had. */
  void duplicate(Event event);
}
