package io.pageturner.pipeline.join;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.Episode;
import io.pageturner.domain.Experience;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Everything that the collector remembers of one session: changed by {@link SessionCollector}
 * alone.
 *
 * <p>While the session runs: its last page in full, which waits for the next one's state, and the
 * figures of all its pages. After its end: the place of its last page, until {@link #nextTimer}.
 */
public final class SessionPages {
  /** The last page, whose transition waits for the next page; null when the session has ended. */
  Experience last;

  /** Bucket of the first page; null when the session has ended. */
  BucketName bucket;

  /** The running episode's pages, in order. */
  final List<Episode.Page> pages = new ArrayList<>();

  /** Place of the last page used, running or ended; null when nothing is remembered. */
  PageOrder lastOrder;

  /** Event time at which the session ends by its gap or, when it has ended, is forgotten. */
  long timer;

  /** A copy that shares nothing that changes. */
  public SessionPages copy() {
    SessionPages copy = new SessionPages();
    copy.last = last;
    copy.bucket = bucket;
    copy.pages.addAll(pages);
    copy.lastOrder = lastOrder;
    copy.timer = timer;
    return copy;
  }

  /** Whether nothing is left to remember. */
  public boolean isEmpty() {
    return lastOrder == null;
  }

  /** Whether an episode is under way. */
  public boolean isRunning() {
    return last != null;
  }

  /** The next event time at which something happens here; none when nothing is remembered. */
  public OptionalLong nextTimer() {
    return isEmpty() ? OptionalLong.empty() : OptionalLong.of(timer);
  }
}
