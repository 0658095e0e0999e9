package io.pageturner.pipeline.join;

import io.pageturner.domain.Feedback;
import io.pageturner.domain.PageId;
import java.util.Objects;

/**
 * Feedback that came too late for its page: a correction to a page that has been emitted (SPEC
 * 4.2).
 *
 * @param feedback what the user did
 * @param page the page it belongs to, found by the joiner where the feedback does not name it
 */
public record LateFeedback(Feedback feedback, PageId page) {
  public LateFeedback {
    Objects.requireNonNull(feedback, "feedback");
    Objects.requireNonNull(page, "page");
  }
}
