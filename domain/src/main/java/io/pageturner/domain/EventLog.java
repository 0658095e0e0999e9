package io.pageturner.domain;

import java.util.concurrent.CompletionStage;

/** Where serving nodes and clients append every decision and feedback (SPEC 4.1). */
public interface EventLog {
  /**
   * Appends one event; the stage completes when the log has stored it, or with the failure.
   *
   * <p>Never blocks for long: when the log's own bounded buffer is full the stage fails at once
   * with {@link java.util.concurrent.RejectedExecutionException}.
   */
  CompletionStage<Void> append(Event event);
}
