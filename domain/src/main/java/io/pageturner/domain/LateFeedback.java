package io.pageturner.domain;

/**
 * Feedback that came too late for its page: a correction to a page that has been emitted (SPEC
 * 4.2).
 *
 * @param feedback what the user did
 * @param page the page it belongs to, found by the joiner where the feedback does not name it
 */
public record LateFeedback(Feedback feedback, PageId page) {
  public LateFeedback {
    Values.present("feedback", feedback);
    Values.present("page", page);
  }
}
