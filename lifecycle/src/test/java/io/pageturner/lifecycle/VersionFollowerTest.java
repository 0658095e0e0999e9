package io.pageturner.lifecycle;

import static io.pageturner.lifecycle.Candidates.NAME;
import static io.pageturner.lifecycle.Candidates.candidate;
import static io.pageturner.lifecycle.Candidates.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes that follow one controller through the directory that all of them see. */
class VersionFollowerTest {
  private static final Duration PERIOD = Duration.ofMillis(20);

  @TempDir Path root;
  private final Node first = new Node();
  private final Node second = new Node();

  /** A serving node: what it was told to serve. */
  private final class Node {
    private final AtomicReference<Optional<ModelVersion>> live =
        new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<ModelVersion>> canary =
        new AtomicReference<>(Optional.empty());
    private VersionFollower follower;

    void start() {
      follower = new VersionFollower(new BundleStore(root), NAME, PERIOD);
      follower.onLive(bundle -> live.set(Rollout.version(bundle)));
      follower.onCanary(bundle -> canary.set(Rollout.version(bundle)));
    }

    boolean serves(long liveNumber, long canaryNumber) {
      return live.get().equals(Optional.of(version(liveNumber)))
          && canary.get().map(ModelVersion::number).orElse(0L) == canaryNumber;
    }
  }

  @AfterEach
  void stop() {
    for (Node node : List.of(first, second)) {
      if (node.follower != null) {
        node.follower.close();
      }
    }
  }

  @Test
  void allConvergeOnWhatTheControllerDecidesAlsoOneThatStartsLater() throws Exception {
    first.start();
    assertThat(first.follower.live()).isEmpty();
    try (VersionController controller = controller()) {
      controller.submit(candidate(1));
      controller.submit(candidate(2));
      await(() -> first.serves(1, 2));
      second.start();
      await(() -> second.serves(1, 2));
      controller.promote(version(2), "ann", "well done");
      await(() -> first.serves(2, 0) && second.serves(2, 0));
      controller.rollback("ann", "orders fell");
      await(() -> first.serves(1, 0) && second.serves(1, 0));
      assertThat(first.follower.pinned()).isTrue();
      assertThat(first.follower.versions()).isEqualTo(controller.versions());
    }
  }

  @Test
  void itGoesOnWithWhatItHasWhileTheControllerIsAwayAndSeesItsReturn() throws Exception {
    try (VersionController controller = controller()) {
      controller.submit(candidate(1));
    }
    first.start();
    await(() -> first.serves(1, 0));
    try (VersionController again = controller()) {
      again.submit(candidate(2));
      await(() -> first.serves(1, 2));
    }
    assertThat(first.follower.live()).contains(version(1));
  }

  @Test
  void theOnlyVersionTakenBackServesNowhere() throws Exception {
    first.start();
    try (VersionController controller = controller()) {
      controller.submit(candidate(1));
      await(() -> first.serves(1, 0));
      controller.rollback("ann", "orders fell");
      await(() -> first.live.get().isEmpty());
      assertThat(first.follower.pinned()).isTrue();
    }
  }

  @Test
  void aChangeThatAKilledControllerHadNotWrittenToItsStateIsSeenOnItsReturn() throws Exception {
    Path stateFile = root.resolve("policy/controller.json");
    byte[] beforeRollback;
    try (VersionController controller = controller()) {
      controller.submit(candidate(1));
      controller.promote(controller.submit(candidate(2)).version(), "ann", "better");
      beforeRollback = Files.readAllBytes(stateFile);
      controller.rollback("ann", "orders fell");
    }
    Files.write(stateFile, beforeRollback);
    first.start();
    await(() -> first.serves(2, 0));
    try (VersionController again = controller()) {
      assertThat(again.live()).contains(version(1));
      await(() -> first.serves(1, 0));
    }
  }

  @Test
  void theHistoryIsTheControllers() throws Exception {
    first.start();
    assertThat(first.follower.history()).isEmpty();
    try (VersionController controller = controller()) {
      controller.submit(candidate(1));
      controller.promote(controller.submit(candidate(2)).version(), "ann", "better");
      assertThat(first.follower.history()).isEqualTo(controller.history());
      Path file = root.resolve("policy/history.jsonl");
      Files.writeString(file, "{\"sequence\":4,", StandardOpenOption.APPEND);
      assertThat(first.follower.history())
          .as("without the line that is being written")
          .isEqualTo(controller.history());
    }
  }

  @Test
  void aDirectoryThatCannotBeReadDoesNotEndTheLooking() throws Exception {
    try (VersionController controller = controller()) {
      controller.submit(candidate(1));
      Path hidden = Files.createDirectory(root.resolve("policy/1/hidden"));
      assumeThat(makeUnreadable(hidden)).as("this user is held up by permissions").isTrue();
      first.start();
      assertThat(first.live.get()).isEmpty();
      Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rwx------"));
      Files.delete(hidden);
      await(() -> first.serves(1, 0));
    }
  }

  private static boolean makeUnreadable(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, Set.of());
    return !Files.isReadable(directory);
  }

  @Test
  void aBrokenBundleIsNotServed() throws Exception {
    try (VersionController controller = controller()) {
      controller.submit(candidate(1));
      first.start();
      await(() -> first.serves(1, 0));
      controller.submit(candidate(2));
      await(() -> first.serves(1, 2));
      Path file = root.resolve("policy/2/saved_model.pb");
      String whole = Files.readString(file);
      Files.writeString(file, "tampered");
      second.start();
      await(() -> second.serves(1, 0)); // The live version does not wait for the one on trial.
      Files.writeString(file, whole);
      await(() -> second.serves(1, 2));
    }
  }

  @Test
  void changesAreMadeElsewhere() {
    first.start();
    assertThatThrownBy(() -> first.follower.promote(version(1), "ann", "test"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ask the node that trains");
    assertThatThrownBy(() -> first.follower.rollback(version(1), "ann", "test"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> first.follower.pin(true, "ann", "test"))
        .isInstanceOf(IllegalStateException.class);
  }

  private VersionController controller() throws IOException {
    return new VersionController(
        new BundleStore(root), NAME, List.of(), Launch.CANARY, true, InstantSource.system());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("converged within 60 s").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
