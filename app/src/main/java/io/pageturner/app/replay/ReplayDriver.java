package io.pageturner.app.replay;

import io.pageturner.app.replay.Recording.Answer;
import io.pageturner.app.replay.Recording.ListShown;
import io.pageturner.app.replay.Recording.Step;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.Event;
import io.pageturner.domain.EventLog;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import io.pageturner.features.CandidateExtractor;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.PageContext;
import io.pageturner.features.StateExtractor;
import io.pageturner.features.UserState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;

/**
 * Appends a recording to the event log as serving would have: each list becomes a baseline decision
 * with the state as it was then, each answer updates the user's state at once.
 */
final class ReplayDriver {
  /** Appends under way at once; the log's own buffer is larger. */
  private static final int IN_FLIGHT = 1_000;

  private final EventLog log;
  private final StateExtractor extractor;
  private final CandidateExtractor candidates;
  private final ActionSpace actions;
  private final Map<UserId, UserState> users = new HashMap<>();
  private final Deque<CompletionStage<Void>> pending = new ArrayDeque<>();

  ReplayDriver(EventLog log, FeatureConfig features, ActionSpace actions) {
    this.log = log;
    this.extractor = new StateExtractor(features);
    this.candidates = new CandidateExtractor(features);
    this.actions = actions;
  }

  /**
   * Appends every step and waits until the log has stored them all.
   *
   * @param progress told the number of steps appended, after each
   */
  void drive(Recording recording, LongConsumer progress) {
    long done = 0;
    for (Step step : recording.steps()) {
      append(event(step));
      progress.accept(++done);
    }
    while (!pending.isEmpty()) {
      awaitOldest();
    }
  }

  private Event event(Step step) {
    if (step instanceof ListShown shown) {
      return new Event.PageShown(decision(shown));
    }
    Feedback feedback = ((Answer) step).feedback();
    if (feedback instanceof Feedback.ItemAction action) {
      users.merge(
          feedback.user(), UserState.EMPTY.plus(action), (known, first) -> known.plus(action));
    }
    return new Event.FeedbackGiven(feedback);
  }

  private Decision decision(ListShown shown) {
    UserState user = users.getOrDefault(shown.user(), UserState.EMPTY);
    State state =
        extractor.extract(
            user, new PageContext(shown.time(), shown.pageIndex(), shown.dense(), shown.ids()));
    return new Decision(
        shown.page(),
        shown.user(),
        shown.session(),
        shown.pageIndex(),
        shown.time(),
        BucketName.BASELINE,
        "baseline",
        ModelVersion.NONE,
        actions.neutral(),
        1,
        state,
        candidates.extract(state, shown.items()),
        shown.items().size());
  }

  private void append(Event event) {
    if (pending.size() >= IN_FLIGHT) {
      awaitOldest();
    }
    pending.add(log.append(event));
  }

  private void awaitOldest() {
    try {
      pending.remove().toCompletableFuture().join();
    } catch (CompletionException e) {
      String why = e.getCause() instanceof RejectedExecutionException ? "its buffer is full" : "";
      throw new IllegalStateException("the event log refused an event " + why, e.getCause());
    }
  }
}
