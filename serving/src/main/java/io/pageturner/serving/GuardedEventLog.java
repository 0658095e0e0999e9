package io.pageturner.serving;

import io.pageturner.domain.Event;
import io.pageturner.domain.EventLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An event log whose {@code append} never throws: a log that does, such as a closed one, has failed
 * like any other.
 */
public record GuardedEventLog(EventLog log) implements EventLog {
  @Override
  public CompletionStage<Void> append(Event event) {
    try {
      return log.append(event);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
