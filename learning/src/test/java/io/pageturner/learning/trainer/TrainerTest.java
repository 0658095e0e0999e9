package io.pageturner.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.ListedLog;
import io.pageturner.learning.feed.PolicyContent;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.nio.file.Files;
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

  private static final int SAMPLES = LearnerTest.SETTINGS.samplesPerTransition();
  private static final int BATCH = LearnerTest.SETTINGS.batchSize();
  private static final TrainedAgent FIRST = LearnerTest.SETTINGS.agents().get(0);
  private static final TrainedAgent BOLD =
      TrainedAgent.of("bold", new BucketName("bold"), "policy-bold");

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

  /** Nothing is learned in between, so the first agent's candidates before and after are equal. */
  @Test
  void anAgentJoinsWhileItRunsAndNothingOfTheOthersChanges() throws IOException {
    List<Transition> read = new CopyOnWriteArrayList<>(sessions);
    ListedLog<Transition> log = new ListedLog<>(read, 40);
    try (Trainer trainer = start(log, this::publish)) {
      await(() -> settled(trainer, read.size()));
      Candidate before = submitted.get(submitted.size() - 1);
      int published = submitted.size();
      trainer.goOnWith(List.of(FIRST, BOLD));
      await(() -> submitted.size() >= published + 2);
      Candidate after = submitted.get(published);
      assertThat(after.name()).isEqualTo("policy");
      assertThat(weights(after)).isEqualTo(weights(before));
      assertThat(after.lineage().metrics().get("updates"))
          .isEqualTo(before.lineage().metrics().get("updates"));
      assertThat(submitted.get(published + 1).name()).isEqualTo("policy-bold");
      assertThat(log.soughtTo()).isEqualTo(read.size());

      sessions.subList(0, 200).stream()
          .map(page -> LoggedTransitions.inBucket(BOLD.bucket(), page))
          .forEach(read::add);
      await(() -> settled(trainer, read.size()));
      assertThat(trainer.failure()).isEmpty();
      assertThat(trainer.figures().agents().get(1).transitions()).isEqualTo(200);
      assertThat(trainer.figures().transitions()).isEqualTo(read.size());
      Candidate bold = submitted.get(submitted.size() - 1);
      assertThat(weights(bold)).isNotEqualTo(weights(submitted.get(published + 1)));
    }
    assertThat(log.closed()).isTrue();
    try (Trainer again = start(new ListedLog<>(read, 40), this::publish, learner(FIRST, BOLD))) {
      assertThat(again.figures().agents().get(1).transitions()).isEqualTo(200);
    }
  }

  @Test
  void anAgentMayJoinBeforeTheWarmUpsEnd() throws IOException {
    List<Transition> read = new CopyOnWriteArrayList<>(sessions.subList(0, 20));
    ListedLog<Transition> log = new ListedLog<>(read, 40);
    try (Trainer trainer = start(log, this::publish)) {
      await(() -> submitted.size() == 1);
      trainer.goOnWith(List.of(FIRST, BOLD));
      await(() -> submitted.size() == 3);
      read.addAll(sessions.subList(20, sessions.size()));
      await(() -> settled(trainer, read.size()));
      assertThat(trainer.figures().transitions()).isEqualTo(read.size());
    }
  }

  @Test
  void withoutACheckpointNobodyJoinsAndTheOthersGoOn() throws IOException {
    Path blocked = home.resolve("checkpoints");
    ListedLog<Transition> log = new ListedLog<>(sessions, 40);
    try (Trainer trainer =
        Trainer.start(
            learner(FIRST),
            log,
            this::publish,
            new Checkpoints(blocked),
            new TrainerSettings(Duration.ofMillis(100), Duration.ofDays(1), "test"),
            InstantSource.system())) {
      await(() -> settled(trainer, sessions.size()));
      Files.delete(blocked);
      Files.writeString(blocked, "a file is in the way");
      assertThatIOException()
          .isThrownBy(() -> trainer.goOnWith(List.of(FIRST, BOLD)))
          .withMessageContaining("the trainer goes on as before")
          .withMessageContaining(blocked.toString());
      assertThat(trainer.failure()).isEmpty();
      assertThat(trainer.figures().agents()).hasSize(1);
      Files.delete(blocked);
      Files.createDirectory(blocked);
      trainer.goOnWith(List.of(FIRST, BOLD));
      assertThat(trainer.figures().agents()).hasSize(2);
    }
  }

  @Test
  void agentsThatLearnStayAsTheyAre() throws IOException {
    Trainer trainer = start(new ListedLog<>(sessions, 40), this::publish);
    try (trainer) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.goOnWith(List.of(BOLD)))
          .withMessageStartingWith("a trainer goes on with all of its agents as they are");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.goOnWith(List.of(FIRST, FIRST)))
          .withMessageContaining("a name, a bucket and a bundle of their own");
      trainer.goOnWith(List.of(FIRST));
      assertThat(trainer.figures().agents()).hasSize(1);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.goOnWith(List.of(FIRST, BOLD)))
        .withMessage("the trainer has stopped");
  }

  /** All is read, what it asked for learned, and published. */
  private boolean settled(Trainer trainer, int transitions) {
    long updates = trainer.figures().updates();
    return trainer.figures().transitions() == transitions
        && updates == (long) transitions * SAMPLES / BATCH
        && submitted.get(submitted.size() - 1).lineage().metrics().get("updates") == updates;
  }

  private static Weights weights(Candidate candidate) {
    return ((PolicyContent) candidate.content()).weights();
  }

  private Learner learner(TrainedAgent... agents) {
    return new Learner(config, embeddings, LearnerTest.SETTINGS.withAgents(List.of(agents)));
  }

  private Trainer start(ListedLog<Transition> log, CandidateSink sink) throws IOException {
    return start(log, sink, learner(FIRST));
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
