package io.pageturner.lifecycle;

import static io.pageturner.lifecycle.Candidates.NAME;
import static io.pageturner.lifecycle.Candidates.candidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.ModelVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a process in the middle of its changes, several times on the same store. */
class VersionControllerKillTest {
  private static final int KILLS = 3;

  @TempDir Path root;

  @Test
  @Timeout(120)
  void aKillAtAnyMomentLosesNoChangeThatWasMade() throws Exception {
    Random random = new Random(11);
    long lastNumber = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      ModelVersion lastSaid = runAndKill(8 + random.nextInt(12), random.nextInt(20_000));
      BundleStore store = new BundleStore(root);
      try (VersionController controller =
          new VersionController(store, NAME, List.of(), InstantSource.system())) {
        ModelVersion live = controller.live().orElseThrow();
        store.findWhole(NAME, live);
        // One change at most may have been made and not said.
        assertThat(changesAfter(controller.history(), lastSaid)).isLessThanOrEqualTo(1);
        long next = controller.submit(candidate(1)).version().number();
        assertThat(next).isGreaterThan(Math.max(lastNumber, live.number()));
        lastNumber = next;
        assertThat(leftovers()).isEmpty();
        for (Bundle bundle : store.list(NAME)) {
          store.verify(bundle);
        }
      }
    }
  }

  /** Kills after it said {@code sayings} changes and a moment more; the last one it said. */
  private ModelVersion runAndKill(int sayings, int micros)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledController.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String last = "";
    try (BufferedReader said = process.inputReader()) {
      for (int i = 0; i < sayings; i++) {
        last = said.readLine();
        assertThat(last).as("what the process says").isNotNull();
      }
      // Somewhere else within its work each time; what comes of it must hold wherever it is.
      LockSupport.parkNanos(micros * 1_000L);
      // By its handle, which leaves the pipe open: what it said last is still to be read.
      process.toHandle().destroyForcibly();
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        last = line;
      }
    }
    process.waitFor();
    return new ModelVersion(Long.parseLong(last));
  }

  /** Changes of the live version that are in the history after the last time it was this one. */
  private static int changesAfter(List<HistoryEntry> history, ModelVersion live) {
    ModelVersion now = ModelVersion.NONE;
    int changes = 0;
    for (HistoryEntry entry : history) {
      ModelVersion next = entry.live().orElse(ModelVersion.NONE);
      changes = next.equals(live) ? 0 : next.equals(now) ? changes : changes + 1;
      now = next;
    }
    return changes;
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> children = Files.list(root.resolve(NAME))) {
      return children
          .filter(child -> child.getFileName().toString().matches("\\.(staged|deleted)-.*"))
          .toList();
    }
  }
}
