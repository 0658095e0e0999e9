package io.pageturner.lifecycle;

import static io.pageturner.lifecycle.Candidates.NAME;
import static io.pageturner.lifecycle.Candidates.NOON;
import static io.pageturner.lifecycle.Candidates.candidate;
import static io.pageturner.lifecycle.Candidates.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version on trial: how it begins, ends, and survives. */
class CanaryTest {
  @TempDir Path root;
  private final BlockingQueue<Optional<Bundle>> told = new LinkedBlockingQueue<>();
  private VersionController controller;

  @BeforeEach
  void start() throws IOException {
    controller = open();
    controller.submit(candidate(1));
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  @Test
  void theFirstGoesLiveTheSecondOnTrialAndTheThirdWaits() throws Exception {
    controller.onCanary(told::add);
    assertThat(controller.live()).contains(version(1));
    assertThat(controller.submit(candidate(2)).status()).isEqualTo(VersionStatus.CANARY);
    assertThat(controller.live()).contains(version(1));
    assertThat(controller.canary()).contains(version(2));
    assertThat(nextTold()).contains(version(2));
    assertThat(controller.submit(candidate(3)).status()).isEqualTo(VersionStatus.AVAILABLE);
    assertThat(controller.canary()).contains(version(2));
    assertThat(last().why()).isEqualTo("passed, but version 2 is tried");
  }

  @Test
  void promotingItMakesItLive() throws Exception {
    controller.onCanary(told::add);
    controller.submit(candidate(2));
    assertThat(nextTold()).contains(version(2));
    controller.promote(version(2), "ann", "looks well");
    assertThat(controller.live()).contains(version(2));
    assertThat(controller.canary()).isEmpty();
    assertThat(nextTold()).isEmpty();
    assertThat(controller.rollback("ann", "after all not")).contains(version(1));
  }

  @Test
  void takingItBackLeavesTheLiveOneAndTheTrainerGoesOn() throws Exception {
    controller.submit(candidate(2));
    assertThat(controller.rollback(version(2), "ann", "fewer clicks")).contains(version(1));
    assertThat(controller.live()).contains(version(1));
    assertThat(controller.canary()).isEmpty();
    assertThat(controller.pinned()).isFalse();
    assertThat(last().change()).isEqualTo(Change.WITHDRAWN);
    assertThat(status(2)).isEqualTo(VersionStatus.ROLLED_BACK);
    assertThat(controller.submit(candidate(3)).status()).isEqualTo(VersionStatus.CANARY);
  }

  @Test
  void aRollBackOfTheLiveOneEndsTheTrial() throws Exception {
    controller.submit(candidate(2));
    controller.promote(version(2), "ann", "looks well");
    controller.submit(candidate(3));
    assertThat(controller.rollback(version(2), "ann", "test")).contains(version(1));
    assertThat(controller.canary()).isEmpty();
    assertThat(status(3)).isEqualTo(VersionStatus.AVAILABLE);
  }

  @Test
  void pinningHoldsTheLiveOneUntilItIsLetGo() throws Exception {
    controller.submit(candidate(2));
    controller.pin(true, "ann", "a big day");
    assertThat(controller.canary()).isEmpty();
    assertThat(controller.live()).contains(version(1));
    assertThat(controller.submit(candidate(3)).status()).isEqualTo(VersionStatus.AVAILABLE);
    assertThat(last().change()).isEqualTo(Change.HELD);
    controller.pin(false, "ann", "it is over");
    assertThat(last().who()).isEqualTo("ann");
    assertThat(controller.submit(candidate(4)).status()).isEqualTo(VersionStatus.CANARY);
    assertThat(controller.live()).contains(version(1));
  }

  @Test
  void onlyTheLiveOneAndTheOneOnTrialCanBeTakenBack() throws Exception {
    controller.submit(candidate(2));
    controller.submit(candidate(3));
    assertThatThrownBy(() -> controller.rollback(version(3), "ann", "test"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the live version, which is 1, or one on trial");
  }

  @Test
  void aTrialSurvivesARestartAndIsAnnouncedAgain() throws Exception {
    controller.submit(candidate(2));
    controller.close();
    controller = open();
    controller.onCanary(told::add);
    assertThat(controller.canary()).contains(version(2));
    assertThat(nextTold()).contains(version(2));
  }

  @Test
  void aTrialWhoseBundleBrokeIsOverAfterARestart() throws Exception {
    controller.submit(candidate(2));
    controller.close();
    Files.writeString(root.resolve("policy/2/saved_model.pb"), "tampered");
    controller = open();
    assertThat(controller.canary()).isEmpty();
    assertThat(controller.live()).contains(version(1));
    assertThat(status(2)).isEqualTo(VersionStatus.REJECTED);
  }

  @Test
  void pruningSparesTheOneOnTrial() throws Exception {
    controller.submit(candidate(2));
    controller.submit(candidate(3));
    assertThat(controller.prune(0)).containsExactly(version(3));
    assertThat(controller.canary()).contains(version(2));
  }

  private VersionController open() throws IOException {
    return new VersionController(
        new BundleStore(root),
        NAME,
        List.of(new FiniteWeightsGate()),
        Launch.CANARY,
        true,
        InstantSource.fixed(NOON));
  }

  private HistoryEntry last() {
    return controller.history().get(controller.history().size() - 1);
  }

  private VersionStatus status(long number) {
    return controller.versions().stream()
        .filter(state -> state.version().equals(version(number)))
        .findFirst()
        .orElseThrow()
        .status();
  }

  private Optional<io.pageturner.domain.ModelVersion> nextTold() throws InterruptedException {
    Optional<Bundle> next = told.poll(60, TimeUnit.SECONDS);
    assertThat(next).as("told within 60 s").isNotNull();
    return Rollout.version(next);
  }
}
