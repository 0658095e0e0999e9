package io.pageturner.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.ListedLog;
import io.pageturner.learning.feed.PolicyContent;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.lifecycle.Candidate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final TrainerSettings SETTINGS =
      new TrainerSettings(Duration.ofMillis(100), Duration.ofMillis(200), "test");

  private final SplitMix64 random = new SplitMix64(41);
  private final FeatureConfig config = Fixtures.smallConfig("convolution");
  private final ItemEmbeddings embeddings = Fixtures.embeddings(3, random);
  private final List<Transition> sessions = LoggedTransitions.sessions(400, random);
  private final List<Candidate> submitted = new CopyOnWriteArrayList<>();

  @TempDir Path home;

  @Test
  void anUntrainedVersionIsPublishedAtOnceAndTrainedOnesFollow() throws IOException {
    ListedLog<Transition> log = new ListedLog<>(sessions, 40);
    try (Trainer trainer = start(log, this::publish)) {
      await(() -> submitted.size() >= 2);
      assertThat(trainer.failure()).isEmpty();
    }
    assertThat(submitted.get(0).lineage().transitions()).isZero();
    assertThat(submitted.get(0).lineage().parent()).isEmpty();
    assertThat(submitted.get(1).lineage().transitions()).isPositive();
    assertThat(submitted.get(1).lineage().parent()).contains(new ModelVersion(1));
    assertThat(log.closed()).isTrue();
  }

  @Test
  void aRestartContinuesWhereTheLogStopped() throws IOException {
    try (Trainer trainer = start(new ListedLog<>(sessions, 40), this::publish)) {
      await(() -> submitted.size() >= 2 && trainer.figures().updates() > 0);
    }
    long learned = submitted.get(submitted.size() - 1).lineage().transitions();
    ListedLog<Transition> again = new ListedLog<>(sessions, 40);
    int before = submitted.size();
    try (Trainer trainer = start(again, this::publish)) {
      assertThat(trainer.figures().transitions()).isGreaterThanOrEqualTo(learned);
      await(() -> again.soughtTo() > 0);
      assertThat(again.soughtTo()).isEqualTo(trainer.figures().transitions());
    }
    // It was published before, so no untrained version goes out again.
    assertThat(submitted.subList(before, submitted.size()))
        .allMatch(candidate -> candidate.lineage().transitions() > 0);
  }

  @Test
  void aSinkThatFailsDoesNotStopTraining() throws IOException {
    ListedLog<Transition> log = new ListedLog<>(sessions, 40);
    try (Trainer trainer =
        start(
            log,
            candidate -> {
              submitted.add(candidate);
              throw new IOException("the disk is full");
            })) {
      await(() -> submitted.size() >= 3 || trainer.failure().isPresent());
      assertThat(trainer.failure()).isEmpty();
    }
  }

  @Test
  void divergenceFallsBackToTheLastCheckpointAndPublishesNothingOfIt() throws IOException {
    Checkpoints checkpoints = new Checkpoints(home);
    Learner learner = new Learner(config, embeddings, LearnerTest.SETTINGS);
    sessions.forEach(learner::consume);
    checkpoints.save(learner, Map.of(0, (long) sessions.size()));
    ListedLog<Transition> log = new ListedLog<>(sessions, 40);
    int[] calls = {0};
    try (Trainer trainer =
        start(
            log,
            candidate -> {
              if (calls[0]++ == 0) {
                Diverged.make(learner);
              }
              return publish(candidate);
            },
            learner)) {
      await(() -> submitted.size() >= 2 || trainer.failure().isPresent());
      assertThat(trainer.failure()).isEmpty();
    }
    assertThat(submitted)
        .allSatisfy(
            candidate ->
                assertThat(((PolicyContent) candidate.content()).weights().firstNonFinite())
                    .isEmpty());
  }

  @Test
  void aCheckpointThatDoesNotFitStopsTheStart() throws IOException {
    try (Learner learner = new Learner(config, embeddings, LearnerTest.SETTINGS)) {
      sessions.forEach(learner::consume);
      new Checkpoints(home).save(learner, Map.of());
    }
    Learner other = new Learner(Fixtures.smallConfig("mean"), embeddings, LearnerTest.SETTINGS);
    ListedLog<Transition> log = new ListedLog<>(sessions, 40);
    assertThatExceptionOfType(CheckpointMismatchException.class)
        .isThrownBy(() -> start(log, this::publish, other));
    assertThat(log.closed()).isTrue();
  }

  private Trainer start(ListedLog<Transition> log, CandidateSink sink) throws IOException {
    return start(log, sink, new Learner(config, embeddings, LearnerTest.SETTINGS));
  }

  private Trainer start(ListedLog<Transition> log, CandidateSink sink, Learner learner)
      throws IOException {
    return Trainer.start(
        learner, log, sink, new Checkpoints(home), SETTINGS, InstantSource.system());
  }

  private Optional<ModelVersion> publish(Candidate candidate) {
    submitted.add(candidate);
    return Optional.of(new ModelVersion(submitted.size()));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for 30 s").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
