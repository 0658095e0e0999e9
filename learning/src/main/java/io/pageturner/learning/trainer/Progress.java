package io.pageturner.learning.trainer;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Transition;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingLearner;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The counters of a learner. */
final class Progress {
  private static final long NEVER = Long.MIN_VALUE;

  boolean ready;
  boolean pretrained;
  long transitions;
  long updates;
  long owedSamples;
  final long[] ownTransitions;
  final long[] published;
  final Map<String, Long> skipped = new TreeMap<>();
  private long firstEvent = NEVER;
  private long newestEvent = NEVER;

  Progress(int agents) {
    this.ownTransitions = new long[agents];
    this.published = new long[agents];
  }

  static Progress of(LearnerState state) {
    Progress progress = new Progress(state.ownTransitions().length);
    progress.ready = true;
    progress.pretrained = state.pretrained();
    progress.transitions = state.transitions();
    progress.updates = state.updates();
    progress.owedSamples = state.owedSamples();
    progress.skipped.putAll(state.skipped());
    progress.firstEvent = state.firstEvent();
    progress.newestEvent = state.newestEvent();
    for (int k = 0; k < progress.published.length; k++) {
      progress.ownTransitions[k] = state.ownTransitions()[k];
      progress.published[k] = state.published()[k];
    }
    return progress;
  }

  LearnerState toState(
      LearnerState.Identity identity,
      Map<Integer, Long> position,
      long random,
      Preprocessing preprocessing,
      PreprocessingLearner.Memory memory) {
    return new LearnerState(
        identity,
        position,
        pretrained,
        transitions,
        ownTransitions.clone(),
        skipped,
        updates,
        owedSamples,
        firstEvent,
        newestEvent,
        random,
        preprocessing,
        memory,
        published.clone());
  }

  void see(Transition transition) {
    long time = transition.time().toEpochMilli();
    transitions++;
    firstEvent = firstEvent == NEVER ? time : Math.min(firstEvent, time);
    newestEvent = Math.max(newestEvent, time);
  }

  Optional<Instant> firstEvent() {
    return instant(firstEvent);
  }

  Optional<Instant> newestEvent() {
    return instant(newestEvent);
  }

  Optional<ModelVersion> parent(int agent) {
    return published[agent] == 0
        ? Optional.empty()
        : Optional.of(new ModelVersion(published[agent]));
  }

  private static Optional<Instant> instant(long millis) {
    return millis == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  @Override
  public String toString() {
    return transitions + " transitions, own " + Arrays.toString(ownTransitions);
  }
}
