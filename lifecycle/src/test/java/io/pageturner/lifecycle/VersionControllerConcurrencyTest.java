package io.pageturner.lifecycle;

import static io.pageturner.lifecycle.Candidates.NAME;
import static io.pageturner.lifecycle.Candidates.candidate;
import static io.pageturner.lifecycle.Candidates.version;
import static io.pageturner.lifecycle.Candidates.weights;
import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class VersionControllerConcurrencyTest {
  @TempDir Path root;
  private final ExecutorService threads = Executors.newFixedThreadPool(6);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  @Timeout(60)
  void submissionsPromotionsAndRollBacksTogetherKeepOneSoundHistory() throws Exception {
    ControllerState end;
    try (VersionController controller = open(List.of(new FiniteWeightsGate()))) {
      controller.submit(candidate(1));
      AtomicReference<Optional<Bundle>> told = new AtomicReference<>(Optional.empty());
      controller.onLive(told::set);
      List<Callable<Void>> work =
          List.of(
              () -> submit(controller, 15),
              () -> submit(controller, 15),
              () -> promoteAny(controller, 20),
              () -> promoteAny(controller, 20),
              () -> rollBack(controller, 20),
              () -> prune(controller, 10));
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
      awaitUntil(() -> controller.live().equals(Rollout.version(told.get())));
      assertSound(controller);
      end = replay(controller.history());
      assertThat(end.live()).isEqualTo(controller.live());
      assertThat(end.pinned()).isEqualTo(controller.pinned());
    }
    try (VersionController restarted = open(List.of())) {
      assertThat(restarted.live()).isEqualTo(end.live());
      assertThat(restarted.versions()).containsExactlyInAnyOrderElementsOf(end.versions().values());
    }
  }

  @Test
  @Timeout(60)
  void aRollBackDoesNotWaitForAProofAndThatCandidateIsThenHeld() throws Exception {
    CountDownLatch proving = new CountDownLatch(1);
    CountDownLatch proven = new CountDownLatch(1);
    Gate slow = new SlowGate(proving, proven);
    try (VersionController controller = open(List.of(slow))) {
      controller.submit(candidate(1));
      controller.submit(candidate(2));
      Future<Submission> third = threads.submit(() -> controller.submit(candidate(3)));
      assertThat(proving.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(controller.rollback("ann", "orders fell")).contains(version(1));
      proven.countDown();
      assertThat(third.get().status()).isEqualTo(VersionStatus.AVAILABLE);
      assertThat(controller.live()).contains(version(1));
    }
  }

  private VersionController open(List<Gate> gates) throws IOException {
    return new VersionController(new BundleStore(root), NAME, gates, InstantSource.system());
  }

  private static Void submit(VersionController controller, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      float weight = i % 4 == 3 ? Float.NaN : i;
      controller.submit(candidate(weights(weight), Map.of()));
    }
    return null;
  }

  private static Void promoteAny(VersionController controller, int times) {
    Random random = new Random(times);
    for (int i = 0; i < times; i++) {
      List<VersionState> versions = controller.versions();
      ModelVersion any = versions.get(random.nextInt(versions.size())).version();
      attempt(() -> controller.promote(any, "promoter", "test"));
    }
    return null;
  }

  private static Void rollBack(VersionController controller, int times) {
    for (int i = 0; i < times; i++) {
      attempt(() -> controller.rollback("roller", "test"));
    }
    return null;
  }

  private static Void prune(VersionController controller, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      controller.prune(8);
    }
    return null;
  }

  private interface Attempt {
    void run() throws IOException;
  }

  /** Another thread may have pruned or rejected the version meanwhile: a clear error, no more. */
  private static void attempt(Attempt attempt) {
    try {
      attempt.run();
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      assertThat(e)
          .hasMessageMatching(
              "there is no version .*|version .* was rejected.*|.*nothing to roll back");
    }
  }

  private static void assertSound(VersionController controller) {
    assertThat(controller.versions())
        .filteredOn(version -> version.status() == VersionStatus.LIVE)
        .extracting(VersionState::version)
        .containsExactlyElementsOf(controller.live().stream().toList());
    List<HistoryEntry> history = controller.history();
    for (int i = 0; i < history.size(); i++) {
      assertThat(history.get(i).sequence()).isEqualTo(i + 1);
    }
  }

  private static ControllerState replay(List<HistoryEntry> history) {
    ControllerState state = ControllerState.EMPTY;
    for (HistoryEntry entry : history) {
      state = state.apply(entry.version(), entry.change(), entry.time(), entry.why());
      assertThat(state.live()).isEqualTo(entry.live());
    }
    return state;
  }

  private interface Condition {
    boolean holds();
  }

  private static void awaitUntil(Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("the deadline").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Waits with its verdict on version 3. */
  private record SlowGate(CountDownLatch proving, CountDownLatch proven) implements Gate {
    @Override
    public String name() {
      return "slow";
    }

    @Override
    public Verdict check(Bundle candidate, Optional<Bundle> live) {
      if (candidate.version().equals(version(3))) {
        proving.countDown();
        try {
          assertThat(proven.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return Verdict.passed(name(), "fine", new TreeMap<>());
    }
  }
}
