package io.pageturner.pipeline.stream;

import io.pageturner.domain.Event;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.pipeline.join.JoinOutput;
import io.pageturner.pipeline.join.UnmatchedFeedback;
import java.util.List;

/** Keeps joined pages and nothing else. */
record PagesOnly(List<JoinedPage> pages) implements JoinOutput {
  @Override
  public void joined(JoinedPage page) {
    pages.add(page);
  }

  @Override
  public void matched(Feedback feedback) {}

  @Override
  public void late(LateFeedback feedback) {}

  @Override
  public void unmatched(UnmatchedFeedback feedback) {}

  @Override
  public void duplicate(Event event) {}
}
