package io.pageturner.serving;

import io.pageturner.domain.Decision;
import io.pageturner.domain.Event;
import io.pageturner.domain.EventLog;
import io.pageturner.domain.Feedback;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** An event log in a list, which can be told to answer otherwise. */
public final class InMemoryEventLog implements EventLog {
  private final List<Event> events = new ArrayList<>();
  private Supplier<CompletionStage<Void>> answer = () -> CompletableFuture.completedFuture(null);

  @Override
  public synchronized CompletionStage<Void> append(Event event) {
    CompletionStage<Void> answered = answer.get();
    events.add(event);
    return answered;
  }

  /** From now on answers so; a supplier that throws keeps events out. */
  public synchronized void answers(Supplier<CompletionStage<Void>> other) {
    answer = other;
  }

  public synchronized void fails(RuntimeException failure) {
    answer =
        () -> {
          throw failure;
        };
  }

  public synchronized void works() {
    answer = () -> CompletableFuture.completedFuture(null);
  }

  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  public List<Decision> decisions() {
    return events().stream()
        .filter(Event.PageShown.class::isInstance)
        .map(event -> ((Event.PageShown) event).decision())
        .toList();
  }

  public Decision lastDecision() {
    List<Decision> all = decisions();
    return all.get(all.size() - 1);
  }

  public List<Feedback> feedback() {
    return events().stream()
        .filter(Event.FeedbackGiven.class::isInstance)
        .map(event -> ((Event.FeedbackGiven) event).feedback())
        .toList();
  }
}
