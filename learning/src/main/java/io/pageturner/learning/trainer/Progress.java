package io.pageturner.learning.trainer;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Transition;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingLearner;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
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
  final int[] publishedReplica; // of that version
  final int[] offeredReplica; // of the last candidate
  final Map<String, Long> skipped = new TreeMap<>();
  private long firstEvent = NEVER;
  private long newestEvent = NEVER;

  Progress(int agents) {
    this.ownTransitions = new long[agents];
    this.published = new long[agents];
    this.publishedReplica = new int[agents];
    this.offeredReplica = new int[agents];
  }

  /**
   * Continues from a checkpoint.
   *
   * @param agents names of the agents now; one that the checkpoint lacks begins
   */
  static Progress of(LearnerState state, List<String> agents) {
    Progress progress = new Progress(agents.size());
    progress.ready = true;
    progress.pretrained = state.pretrained();
    progress.transitions = state.transitions();
    progress.updates = state.updates();
    progress.owedSamples = state.owedSamples();
    progress.skipped.putAll(state.skipped());
    progress.firstEvent = state.firstEvent();
    progress.newestEvent = state.newestEvent();
    for (LearnerState.Agent agent : state.agents()) {
      int k = agents.indexOf(agent.name());
      progress.ownTransitions[k] = agent.transitions();
      progress.published[k] = agent.published();
      progress.publishedReplica[k] = agent.publishedReplica();
    }
    return progress;
  }

  LearnerState toState(
      LearnerState.Identity identity,
      Map<Integer, Long> position,
      List<LearnerState.Agent> agents,
      long random,
      Preprocessing preprocessing,
      PreprocessingLearner.Memory memory) {
    return new LearnerState(
        identity,
        position,
        pretrained,
        transitions,
        skipped,
        updates,
        owedSamples,
        firstEvent,
        newestEvent,
        random,
        preprocessing,
        memory,
        agents);
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

  /** The version that a replica's parameters continue from: none when another was published. */
  Optional<ModelVersion> parent(int agent, int replica) {
    return published[agent] == 0 || publishedReplica[agent] != replica
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
