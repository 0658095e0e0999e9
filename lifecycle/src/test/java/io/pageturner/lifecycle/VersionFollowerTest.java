package io.pageturner.lifecycle;

import static io.pageturner.lifecycle.Candidates.NAME;
import static io.pageturner.lifecycle.Candidates.candidate;
import static io.pageturner.lifecycle.Candidates.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
      follower.onLive(bundle -> live.set(Optional.of(bundle.version())));
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
  void aBrokenBundleIsNotServed() throws Exception {
    try (VersionController controller = controller()) {
      controller.submit(candidate(1));
      first.start();
      await(() -> first.serves(1, 0));
      controller.submit(candidate(2));
      await(() -> first.serves(1, 2));
      java.nio.file.Files.writeString(root.resolve("policy/2/saved_model.pb"), "tampered");
      second.start();
      assertThat(second.follower.live()).isEmpty();
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
        new BundleStore(root), NAME, List.of(), Launch.CANARY, InstantSource.system());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("converged within 60 s").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
