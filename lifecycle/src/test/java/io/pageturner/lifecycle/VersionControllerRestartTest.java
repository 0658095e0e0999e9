package io.pageturner.lifecycle;

import static io.pageturner.lifecycle.Candidates.NAME;
import static io.pageturner.lifecycle.Candidates.NOON;
import static io.pageturner.lifecycle.Candidates.candidate;
import static io.pageturner.lifecycle.Candidates.version;
import static io.pageturner.lifecycle.Candidates.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a controller finds when the one before it ended at an awkward moment. */
class VersionControllerRestartTest {
  @TempDir Path root;
  private Path stateFile;
  private Path historyFile;

  @BeforeEach
  void files() {
    stateFile = root.resolve("policy/controller.json");
    historyFile = root.resolve("policy/history.jsonl");
  }

  @Test
  void aRestartContinuesWithEverythingAsItWas() throws Exception {
    ControllerState before;
    List<HistoryEntry> history;
    try (VersionController controller = open()) {
      live(controller, 3);
      controller.submit(candidate(weights(Float.NaN), Map.of()));
      controller.rollback("ann", "orders fell — again");
      before = ControllerJson.readState(Files.readAllBytes(stateFile), "state");
      history = controller.history();
    }
    try (VersionController controller = open()) {
      assertThat(controller.live()).contains(version(2));
      assertThat(controller.pinned()).isTrue();
      assertThat(controller.history()).isEqualTo(history);
      assertThat(ControllerJson.readState(Files.readAllBytes(stateFile), "state"))
          .isEqualTo(before);
      CompletableFuture<Optional<Bundle>> told = new CompletableFuture<>();
      controller.onLive(told::complete);
      assertThat(told.get(10, TimeUnit.SECONDS).orElseThrow().version()).isEqualTo(version(2));
    }
  }

  @Test
  void whatWasTakenBackToNothingStaysSo() throws Exception {
    try (VersionController controller = open()) {
      live(controller, 1);
      controller.rollback("ann", "orders fell");
    }
    Files.delete(stateFile);
    try (VersionController controller = open()) {
      assertThat(controller.live()).isEmpty();
      assertThat(controller.pinned()).isTrue();
    }
  }

  @Test
  void anEntryThatTheStateLacksIsApplied() throws Exception {
    byte[] older;
    try (VersionController controller = open()) {
      live(controller, 2);
      older = Files.readAllBytes(stateFile);
      controller.rollback("ann", "test");
      controller.submit(candidate(3));
    }
    Files.write(stateFile, older);
    try (VersionController controller = open()) {
      assertThat(controller.live()).contains(version(1));
      assertThat(controller.pinned()).isTrue();
      assertThat(controller.versions().get(0).status()).isEqualTo(VersionStatus.AVAILABLE);
    }
  }

  @Test
  void aLostOrTruncatedStateIsRebuiltFromTheHistory() throws Exception {
    try (VersionController controller = open()) {
      live(controller, 3);
      controller.rollback("ann", "test");
    }
    byte[] whole = Files.readAllBytes(stateFile);
    for (byte[] left : new byte[][] {{}, java.util.Arrays.copyOf(whole, whole.length / 2)}) {
      Files.write(stateFile, left);
      try (VersionController controller = open()) {
        assertThat(controller.live()).contains(version(2));
        assertThat(controller.pinned()).isTrue();
      }
    }
    Files.delete(stateFile);
    try (VersionController controller = open()) {
      assertThat(controller.live()).contains(version(2));
    }
  }

  @Test
  void aHistoryLineCutShortNeverHappened() throws Exception {
    try (VersionController controller = open()) {
      live(controller, 2);
    }
    Files.writeString(historyFile, "{\"sequence\":3,\"time\":\"2026-03", StandardOpenOption.APPEND);
    try (VersionController controller = open()) {
      assertThat(controller.live()).contains(version(2));
      controller.rollback("ann", "test");
    }
    assertThat(Files.readAllLines(historyFile)).hasSize(3).allMatch(line -> line.endsWith("}"));
    try (VersionController controller = open()) {
      assertThat(controller.live()).contains(version(1));
      assertThat(controller.history()).hasSize(3);
    }
  }

  @Test
  void aGapInTheHistoryThatMattersIsAnErrorAndOneThatDoesNotIsSkipped() throws Exception {
    try (VersionController controller = open()) {
      live(controller, 3);
    }
    List<String> lines = Files.readAllLines(historyFile);
    Files.writeString(historyFile, lines.get(0) + "\ngarbage\n" + lines.get(2) + "\n");
    try (VersionController controller = open()) {
      assertThat(controller.live()).contains(version(3));
      assertThat(controller.history()).hasSize(2);
    }
    Files.delete(stateFile);
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no readable entry 2 before entry 3");
  }

  @Test
  void aBundlePublishedRightBeforeTheCrashBecomesAvailable() throws Exception {
    try (VersionController controller = open()) {
      live(controller, 1);
    }
    new BundleStore(root).add(candidate(2));
    try (VersionController controller = open()) {
      assertThat(controller.live()).contains(version(1));
      assertThat(controller.versions().get(0).status()).isEqualTo(VersionStatus.AVAILABLE);
      controller.promote(version(2), "ann", "it is fine");
      assertThat(controller.live()).contains(version(2));
    }
  }

  @Test
  void bundlesDeletedRightBeforeTheCrashAreForgotten() throws Exception {
    try (VersionController controller = open()) {
      live(controller, 3);
    }
    DurableFiles.deleteTree(root.resolve("policy/1"));
    try (VersionController controller = open()) {
      assertThat(controller.versions())
          .extracting(VersionState::version)
          .containsExactly(version(3), version(2));
    }
  }

  @Test
  void aBrokenLiveBundleGivesWayToTheOneBefore() throws Exception {
    try (VersionController controller = open()) {
      live(controller, 3);
    }
    Files.write(root.resolve("policy/3/assets.extra/pageturner/weights.safetensors"), new byte[9]);
    DurableFiles.deleteTree(root.resolve("policy/2"));
    try (VersionController controller = open()) {
      assertThat(controller.live()).contains(version(1));
      assertThat(controller.history()).last().matches(entry -> entry.change() == Change.LOST);
    }
  }

  @Test
  void whenNoBundleIsLeftNothingIsLive() throws Exception {
    try (VersionController controller = open()) {
      live(controller, 1);
    }
    DurableFiles.deleteTree(root.resolve("policy/1"));
    try (VersionController controller = open()) {
      assertThat(controller.live()).isEmpty();
      assertThat(controller.submit(candidate(2)).version()).isEqualTo(version(2));
      assertThat(controller.live()).contains(version(2));
    }
  }

  @Test
  void aStartThatFailsLetsGoOfTheDirectory() throws Exception {
    Files.createDirectories(historyFile.getParent());
    Files.writeString(historyFile, "{\"sequence\":2}\n".replace("}", entryTail()));
    assertThatThrownBy(this::open).hasMessageContaining("no readable entry 1 before entry 2");
    Files.delete(historyFile);
    open().close();
  }

  private static String entryTail() {
    return ",\"time\":\"2026-03-02T12:00:00Z\",\"version\":1,\"change\":\"published\",\"live\":1,"
        + "\"who\":\"w\",\"why\":\"y\",\"verdicts\":[]}";
  }

  private static void live(VersionController controller, int count) throws IOException {
    for (int i = 1; i <= count; i++) {
      assertThat(controller.submit(candidate(i)).status()).isEqualTo(VersionStatus.LIVE);
    }
  }

  private VersionController open() throws IOException {
    return new VersionController(
        new BundleStore(root), NAME, List.of(new FiniteWeightsGate()), InstantSource.fixed(NOON));
  }
}
