package io.pageturner.learning.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Sample;
import io.pageturner.learning.ListedLog;
import io.pageturner.learning.trainer.CandidateSink;
import io.pageturner.learning.trainer.CheckpointMismatchException;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankerTrainerTest {
  private static final Duration OFTEN = Duration.ofMillis(50);
  private static final RankerTrainerSettings SETTINGS =
      new RankerTrainerSettings(64, OFTEN, OFTEN, "test");

  private final LearnableFeed feed = new LearnableFeed(31);
  private final List<JoinedPage> pages = feed.joined(300);
  private final List<Candidate> submitted = new CopyOnWriteArrayList<>();

  private ListedLog<LateFeedback> corrections = new ListedLog<>(List.of(), 1);

  @TempDir Path home;

  @Test
  void versionsFollowOneAnotherAsTheStreamGoesOn() throws IOException {
    ListedLog<JoinedPage> log = new ListedLog<>(pages, 20);
    try (RankerTrainer trainer = start(log, this::publish)) {
      await(() -> trainer.pages() == 300 && submitted.size() >= 1);
      assertThat(trainer.failure()).isEmpty();
      assertThat(trainer.report().pages()).isPositive();
    }
    assertThat(log.closed()).isTrue();
    assertThat(corrections.closed()).isTrue();
    assertThat(submitted.get(0).name()).isEqualTo("ranker");
    assertThat(submitted).allMatch(candidate -> candidate.lineage().transitions() >= 64);
    assertThat(submitted.get(0).lineage().parent()).isEmpty();
  }

  @Test
  void aRestartGoesOnAsIfItHadNeverStopped() throws IOException {
    Weights straight;
    try (OnlineRanking ranking = ranking(RankingSettings.DEFAULT)) {
      ranking.consume(pages.subList(0, 100));
      new RankerCheckpoints(home.resolve("straight")).save(ranking, at(100, 3));
      ranking.consume(pages.subList(100, 200));
      straight = ranking.models().checkpoint().parameters();
    }
    try (OnlineRanking ranking = ranking(RankingSettings.DEFAULT)) {
      RankerCheckpoints checkpoints = new RankerCheckpoints(home.resolve("straight"));
      assertThat(checkpoints.restore(ranking)).contains(at(100, 3));
      assertThat(ranking.pages()).isEqualTo(100);
      ranking.consume(pages.subList(100, 200));
      assertThat(ranking.models().checkpoint().parameters()).isEqualTo(straight);
    }
  }

  @Test
  void aStoppedTrainerContinuesWhereTheLogStopped() throws IOException {
    try (RankerTrainer trainer = start(new ListedLog<>(pages.subList(0, 150), 20), this::publish)) {
      await(() -> trainer.pages() == 150);
    }
    ListedLog<JoinedPage> again = new ListedLog<>(pages, 20);
    try (RankerTrainer trainer = start(again, this::publish)) {
      await(() -> trainer.pages() == 300);
      assertThat(again.soughtTo()).isEqualTo(150);
    }
  }

  /** The trainer remembers 200 pages: those from 0 on when it goes on at 150. */
  @Test
  void lateFeedbackFindsPagesFromBeforeTheRestart() throws IOException {
    try (RankerTrainer trainer = start(new ListedLog<>(pages.subList(0, 150), 20), this::publish)) {
      await(() -> trainer.pages() == 150);
    }
    List<LateFeedback> late =
        pages.subList(100, 110).stream().map(RankerTrainerTest::clickOnTheUnclicked).toList();
    corrections = new ListedLog<>(late, 4);
    OnlineRanking ranking = ranking(RankingSettings.DEFAULT);
    try (RankerTrainer trainer = start(new ListedLog<>(pages, 20), this::publish, ranking)) {
      await(() -> trainer.pages() == 300 && corrections.position().equals(Map.of(0, 10L)));
    }
    assertThat(ranking.corrected()).isEqualTo(10);
    try (OnlineRanking next = ranking(RankingSettings.DEFAULT)) {
      assertThat(new RankerCheckpoints(home).restore(next)).contains(at(300, 10));
    }
  }

  private static LateFeedback clickOnTheUnclicked(JoinedPage page) {
    Sample unclicked =
        page.samples().stream().filter(sample -> !sample.clicked()).findFirst().orElseThrow();
    return TestPages.lateClick(unclicked);
  }

  @Test
  void aSinkThatFailsDoesNotStopTraining() throws IOException {
    CandidateSink full =
        candidate -> {
          submitted.add(candidate);
          throw new IOException("the disk is full");
        };
    try (RankerTrainer trainer = start(new ListedLog<>(pages, 1), full)) {
      await(() -> trainer.pages() == 300 && !submitted.isEmpty());
      assertThat(trainer.failure()).isEmpty();
    }
  }

  @Test
  void divergedModelsGoBackToTheLastCheckpoint() throws IOException {
    OnlineRanking ranking = ranking(RankingSettings.DEFAULT);
    boolean[] diverged = {false};
    CandidateSink sink =
        candidate -> {
          if (!diverged[0]) { // On the trainer's thread, as if an update had gone wrong.
            diverged[0] = true;
            Diverged.make(ranking.models());
          }
          return publish(candidate);
        };
    ListedLog<JoinedPage> log = new ListedLog<>(pages, 1);
    AtomicInteger asked = new AtomicInteger();
    InstantSource alwaysDue = () -> Instant.EPOCH.plus(OFTEN.multipliedBy(asked.incrementAndGet()));
    try (RankerTrainer trainer = start(log, sink, ranking, alwaysDue)) {
      await(() -> submitted.size() >= 2 || trainer.failure().isPresent());
      assertThat(trainer.failure()).isEmpty();
    }
    assertThat(submitted)
        .allSatisfy(
            candidate ->
                assertThat(((RankerBundle) candidate.content()).weights().firstNonFinite())
                    .isEmpty());
  }

  @Test
  void aCheckpointOfOtherNetworksStopsTheStart() throws IOException {
    try (OnlineRanking ranking = ranking(RankingSettings.DEFAULT)) {
      new RankerCheckpoints(home).save(ranking, RankerPosition.BEGINNING);
    }
    RankingSettings wider =
        new RankingSettings(
            List.of(8), 256, 1e-3f, 0.2f, 0.02f, 0f, 1e-3f, 1, Duration.ofDays(7), 1);
    ListedLog<JoinedPage> log = new ListedLog<>(pages, 20);
    assertThatExceptionOfType(CheckpointMismatchException.class)
        .isThrownBy(() -> start(log, this::publish, ranking(wider)))
        .withMessageContaining("hidden");
    assertThat(log.closed()).isTrue();
  }

  private RankerTrainer start(ListedLog<JoinedPage> log, CandidateSink sink) throws IOException {
    return start(log, sink, ranking(RankingSettings.DEFAULT));
  }

  private RankerTrainer start(ListedLog<JoinedPage> log, CandidateSink sink, OnlineRanking ranking)
      throws IOException {
    return start(log, sink, ranking, InstantSource.system());
  }

  private RankerTrainer start(
      ListedLog<JoinedPage> log, CandidateSink sink, OnlineRanking ranking, InstantSource clock)
      throws IOException {
    return RankerTrainer.start(
        ranking, log, corrections, sink, new RankerCheckpoints(home), SETTINGS, clock);
  }

  private OnlineRanking ranking(RankingSettings settings) {
    return new OnlineRanking(
        new RankingModels(LearnableFeed.CONFIG, feed.embeddings, settings),
        8_000,
        200,
        (shown, feedback) -> true);
  }

  private static RankerPosition at(long samples, long corrections) {
    return new RankerPosition(Map.of(0, samples), Map.of(0, corrections));
  }

  private Optional<ModelVersion> publish(Candidate candidate) {
    submitted.add(candidate);
    return Optional.of(new ModelVersion(submitted.size()));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for five minutes").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
