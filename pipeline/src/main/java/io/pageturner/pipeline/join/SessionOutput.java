package io.pageturner.pipeline.join;

import io.pageturner.domain.Episode;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.Transition;

/**
 * Where the collector's results go: every page that comes in comes out exactly once, as a {@link
 * #transition} or {@link #aside}.
 */
public interface SessionOutput {
  /** One page's transition. */
  void transition(Transition transition);

  /** A session has ended. */
  void episode(Episode episode);

  /** A page that came after a later page of its session had been used: it has no transition. */
  void aside(JoinedPage page);
}
