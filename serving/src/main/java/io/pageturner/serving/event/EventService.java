package io.pageturner.serving.event;

import io.pageturner.domain.Event;
import io.pageturner.domain.EventId;
import io.pageturner.domain.EventLog;
import io.pageturner.domain.Feedback;
import io.pageturner.serving.GuardedEventLog;
import io.pageturner.serving.LruMap;
import io.pageturner.serving.metrics.ServingMetrics;
import io.pageturner.serving.rank.RecentPages;
import io.pageturner.serving.user.UserStates;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Takes feedback in: an accepted event is in the event log, and in the user's state for the very
 * next page; safe for many threads.
 *
 * <p>An event id that was seen lately is answered as the first time, without a second effect: a
 * client may send again what it got no answer for. An event that the log refused is forgotten, so
 * that sending it again works.
 */
public final class EventService {
  private final EventSettings settings;
  private final UserStates users;
  private final RecentPages pages;
  private final EventLog log;
  private final InstantSource clock;
  private final ServingMetrics metrics;
  private final LruMap<EventId, CompletableFuture<EventResult>> recent;

  public EventService(
      EventSettings settings,
      UserStates users,
      RecentPages pages,
      EventLog log,
      InstantSource clock,
      ServingMetrics metrics) {
    this.settings = settings;
    this.users = users;
    this.pages = pages;
    this.log = new GuardedEventLog(log);
    this.clock = clock;
    this.metrics = metrics;
    this.recent = new LruMap<>(settings.recentEvents());
  }

  /**
   * Takes one feedback in; never blocks.
   *
   * @return completes normally, at the latest after the log's timeout
   */
  public CompletableFuture<EventResult> accept(Feedback feedback) {
    Optional<EventResult> skewed = skew(feedback.time());
    if (skewed.isPresent()) {
      metrics.rejected(ServingMetrics.kind(feedback), "clock-skew");
      return CompletableFuture.completedFuture(skewed.get());
    }
    CompletableFuture<EventResult> result = new CompletableFuture<>();
    Optional<CompletableFuture<EventResult>> first = recent.putIfAbsent(feedback.id(), result);
    if (first.isPresent()) {
      metrics.repeated(feedback);
      return timed(first.get());
    }
    append(feedback, result);
    return timed(result);
  }

  private Optional<EventResult> skew(Instant time) {
    Instant now = clock.instant();
    if (time.isAfter(now.plus(settings.maxAhead()))) {
      return Optional.of(outOfBounds(time, now, "ahead", settings.maxAhead()));
    }
    if (time.isBefore(now.minus(settings.maxBehind()))) {
      return Optional.of(outOfBounds(time, now, "behind", settings.maxBehind()));
    }
    return Optional.empty();
  }

  private static EventResult outOfBounds(Instant time, Instant now, String side, Duration bound) {
    return EventResult.invalid(
        "time", time + " is more than " + bound + " " + side + " of the server's clock, " + now);
  }

  private void append(Feedback feedback, CompletableFuture<EventResult> result) {
    Event event = new Event.FeedbackGiven(feedback);
    log.append(event)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                takeEffect(feedback);
                result.complete(EventResult.ACCEPTED);
              } else {
                metrics.notLogged(event);
                metrics.rejected(ServingMetrics.kind(feedback), "not-logged");
                recent.remove(feedback.id());
                result.complete(EventResult.notLogged(reason(failure)));
              }
            });
  }

  private void takeEffect(Feedback feedback) {
    users.accept(feedback);
    metrics.accepted(feedback);
    if (feedback.page().isPresent() && !pages.contains(feedback.page().get())) {
      metrics.unknownPage(feedback);
    }
  }

  private static String reason(Throwable failure) {
    return failure instanceof RejectedExecutionException
            || failure.getCause() instanceof RejectedExecutionException
        ? "log full, try again"
        : "log failed, try again";
  }

  /**
   * The same result, bounded in time; a log that answers later still has its effect, and the id is
   * still known, so that sending again joins the same attempt.
   */
  private CompletableFuture<EventResult> timed(CompletableFuture<EventResult> result) {
    if (result.isDone()) {
      return result;
    }
    return result
        .copy()
        .completeOnTimeout(
            EventResult.notLogged("log too slow, try again"),
            settings.logTimeout().toMillis(),
            TimeUnit.MILLISECONDS);
  }
}
