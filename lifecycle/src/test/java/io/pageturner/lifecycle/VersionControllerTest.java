package io.pageturner.lifecycle;

import static io.pageturner.lifecycle.Candidates.NAME;
import static io.pageturner.lifecycle.Candidates.NOON;
import static io.pageturner.lifecycle.Candidates.candidate;
import static io.pageturner.lifecycle.Candidates.mark;
import static io.pageturner.lifecycle.Candidates.version;
import static io.pageturner.lifecycle.Candidates.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionControllerTest {
  @TempDir Path root;
  private final BlockingQueue<Optional<Bundle>> told = new LinkedBlockingQueue<>();
  private BundleStore store;
  private VersionController controller;

  @BeforeEach
  void start() throws IOException {
    store = new BundleStore(root);
    controller = controller(List.of(new FiniteWeightsGate(), new LossGate(Map.of("lossV", 10.0))));
    controller.onLive(told::add);
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  @Test
  void aCandidateThatPassesGoesLiveAndListenersAreTold() throws Exception {
    assertThat(controller.live()).isEmpty();
    Submission submission = controller.submit(candidate(1));
    assertThat(submission.version()).isEqualTo(version(1));
    assertThat(submission.status()).isEqualTo(VersionStatus.LIVE);
    assertThat(submission.verdicts()).extracting(Verdict::gate).contains("finite-weights", "loss");
    assertThat(submission.reasons()).isEmpty();
    assertThat(controller.live()).contains(version(1));
    Bundle bundle = nextTold();
    assertThat(bundle.directory()).isEqualTo(root.resolve("policy/1"));
    assertThat(mark(bundle)).isEqualTo(1);
  }

  @Test
  void aPoisonedCandidateIsRefusedWithEveryReasonAndItsNumberIsConsumed() throws Exception {
    controller.submit(candidate(1));
    Submission poisoned =
        controller.submit(candidate(weights(Float.NaN), Map.of("lossV", Double.NaN)));
    assertThat(poisoned.status()).isEqualTo(VersionStatus.REJECTED);
    assertThat(poisoned.reasons())
        .containsExactly(
            "finite-weights: actor_out_kernel[0] of 1 is NaN; every weight must be finite",
            "loss: lossV is NaN, must be finite");
    assertThat(controller.live()).contains(version(1));
    assertThat(root.resolve("policy/2")).doesNotExist();
    assertThat(root.resolve("policy/rejected/2/saved_model.pb")).exists();
    assertThatThrownBy(() -> controller.promote(version(2), "ann", "I know better"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("version 2 was rejected: finite-weights: actor_out_kernel[0]");
    assertThat(controller.submit(candidate(3)).version()).isEqualTo(version(3));
  }

  @Test
  void aGateThatThrowsHasNotPassedTheCandidate() throws Exception {
    controller.close();
    controller =
        controller(
            List.of(
                gate(
                    (c, live) -> {
                      throw new IllegalStateException("no states");
                    })));
    Submission submission = controller.submit(candidate(1));
    assertThat(submission.status()).isEqualTo(VersionStatus.REJECTED);
    assertThat(submission.reasons().get(0)).contains("could not judge it").contains("no states");
  }

  @Test
  void gatesSeeTheCandidateBesideTheLiveVersionBeforeItIsPublished() throws Exception {
    controller.close();
    BlockingQueue<Optional<Bundle>> seen = new LinkedBlockingQueue<>();
    controller =
        controller(
            List.of(
                gate(
                    (candidate, live) -> {
                      assertThat(mark(candidate)).isEqualTo((float) candidate.version().number());
                      assertThat(candidate.version().equals(version(1)) || live.isPresent())
                          .isTrue();
                      assertThat(root.resolve("policy/" + candidate.version())).doesNotExist();
                      seen.add(live);
                      return Verdict.passed("probe", "fine", new java.util.TreeMap<>());
                    })));
    assertThat(controller.submit(candidate(1)).reasons()).isEmpty();
    assertThat(controller.submit(candidate(2)).reasons()).isEmpty();
    assertThat(seen.take()).isEmpty();
    assertThat(seen.take()).map(Bundle::version).contains(version(1));
  }

  @Test
  void aRollBackReturnsToTheVersionBeforeAndHoldsWhatTheTrainerSendsNext() throws Exception {
    controller.submit(candidate(1));
    controller.submit(candidate(2));
    assertThat(controller.rollback("ann", "orders fell")).contains(version(1));
    assertThat(controller.pinned()).isTrue();

    Submission next = controller.submit(candidate(3));
    assertThat(next.status()).isEqualTo(VersionStatus.AVAILABLE);
    assertThat(controller.live()).contains(version(1));
    assertThat(controller.versions())
        .extracting(VersionState::version, VersionState::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(version(3), VersionStatus.AVAILABLE),
            org.assertj.core.groups.Tuple.tuple(version(2), VersionStatus.ROLLED_BACK),
            org.assertj.core.groups.Tuple.tuple(version(1), VersionStatus.LIVE));

    controller.promote(version(3), "ann", "looked at it");
    assertThat(controller.live()).contains(version(3));
    assertThat(controller.pinned()).isFalse();
    assertThat(controller.submit(candidate(4)).status()).isEqualTo(VersionStatus.LIVE);
  }

  @Test
  void listenersAreToldOfPromotionsAndRollBacksInOrder() throws Exception {
    controller.submit(candidate(1));
    assertThat(nextTold().version()).isEqualTo(version(1));
    controller.submit(candidate(2));
    assertThat(nextTold().version()).isEqualTo(version(2));
    controller.rollback("ann", "test");
    assertThat(nextTold().version()).isEqualTo(version(1));
    controller.promote(version(2), "ann", "test");
    assertThat(nextTold().version()).isEqualTo(version(2));
    controller.promote(version(2), "ann", "again");
    controller.rollback("ann", "test");
    assertThat(nextTold().version()).isEqualTo(version(1));
  }

  @Test
  void historySaysWhatHappenedWhenAndWho() throws Exception {
    controller.submit(candidate(1));
    controller.submit(candidate(2));
    controller.rollback("ann", "orders fell");
    HistoryEntry last = controller.history().get(2);
    assertThat(last)
        .isEqualTo(
            new HistoryEntry(
                3,
                NOON,
                version(2),
                Change.ROLLED_BACK,
                Optional.of(version(1)),
                "ann",
                "orders fell",
                List.of()));
    assertThat(controller.history().get(0).verdicts()).hasSize(2);
    assertThat(Files.readAllLines(root.resolve("policy/history.jsonl"))).hasSize(3);
  }

  @Test
  void whatCannotBeDoneIsSaid() throws Exception {
    assertThatThrownBy(() -> controller.rollback("ann", "test"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no version of policy is live: there is nothing to roll back");
    controller.submit(candidate(1));
    assertThatThrownBy(() -> controller.promote(version(9), "ann", "test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no version 9; there are [1]");
    assertThatThrownBy(() -> controller.promote(version(1), " ", "test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs who and why");
    Candidate ranker = new Candidate("ranker", Candidates.lineage(Map.of()), directory -> {});
    assertThatThrownBy(() -> controller.submit(ranker))
        .hasMessage("this controls policy, the candidate is a ranker");
  }

  @Test
  void theOnlyVersionIsTakenBackWhereSomethingStandsIn() throws Exception {
    controller.submit(candidate(1));
    nextTold();
    assertThat(controller.rollback("ann", "orders fell")).isEmpty();
    assertThat(nextToldOrNone()).isEmpty();
    assertThat(controller.live()).isEmpty();
    assertThat(controller.pinned()).isTrue();
    assertThat(controller.submit(candidate(2)).status()).isEqualTo(VersionStatus.AVAILABLE);
    assertThat(controller.live()).isEmpty();
    controller.promote(version(2), "ann", "mended");
    assertThat(nextTold().version()).isEqualTo(version(2));
    assertThat(controller.pinned()).isFalse();
  }

  @Test
  void theOnlyVersionStaysWhereNothingStandsIn() throws Exception {
    BundleStore other = new BundleStore(root.resolve("other"));
    InstantSource clock = InstantSource.fixed(NOON);
    try (VersionController needed =
        new VersionController(other, NAME, List.of(), Launch.FULL, false, clock)) {
      needed.submit(candidate(1));
      assertThatThrownBy(() -> needed.rollback("ann", "test"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("version 1 of policy is the only one that was live");
      assertThat(needed.live()).contains(version(1));
    }
  }

  @Test
  void aBrokenBundleIsNotPromotedAndARollBackPassesItOver() throws Exception {
    for (int i = 1; i <= 3; i++) {
      controller.submit(candidate(i));
    }
    Files.writeString(root.resolve("policy/2/saved_model.pb"), "tampered");
    assertThatThrownBy(() -> controller.promote(version(2), "ann", "test"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("saved_model.pb was changed");
    assertThat(controller.live()).contains(version(3));
    assertThat(controller.rollback("ann", "test")).contains(version(1));
  }

  @Test
  void pruningSparesTheLiveVersionAndTheWayBack() throws Exception {
    for (int i = 1; i <= 5; i++) {
      controller.submit(candidate(i));
    }
    controller.submit(candidate(weights(Float.NaN), Map.of("lossV", 1.0)));
    controller.promote(version(2), "ann", "the best");
    List<ModelVersion> deleted = controller.prune(0);
    assertThat(deleted).containsExactlyInAnyOrder(version(1), version(3), version(4), version(6));
    assertThat(controller.versions())
        .extracting(VersionState::version)
        .containsExactly(version(5), version(2));
    assertThat(controller.rollback("ann", "test")).contains(version(5));
  }

  @Test
  void aSecondControllerOfTheSameDirectoryIsRefused() {
    assertThatThrownBy(() -> controller(List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another version controller");
  }

  @Test
  void aClosedControllerRefusesChangesAndItsThreadIsGone() throws Exception {
    controller.submit(candidate(1));
    controller.close();
    assertThatThrownBy(() -> controller.submit(candidate(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("version-controller-policy");
  }

  private Bundle nextTold() throws InterruptedException {
    return nextToldOrNone().orElseThrow();
  }

  private Optional<Bundle> nextToldOrNone() throws InterruptedException {
    Optional<Bundle> bundle = told.poll(10, TimeUnit.SECONDS);
    assertThat(bundle).as("what is told within 10 s").isNotNull();
    return bundle;
  }

  private VersionController controller(List<Gate> gates) throws IOException {
    return new VersionController(store, NAME, gates, InstantSource.fixed(NOON));
  }

  private interface Judgement {
    Verdict of(Bundle candidate, Optional<Bundle> live);
  }

  private static Gate gate(Judgement judgement) {
    return new Gate() {
      @Override
      public String name() {
        return "probe";
      }

      @Override
      public Verdict check(Bundle candidate, Optional<Bundle> live) {
        return judgement.of(candidate, live);
      }
    };
  }
}
