package io.pageturner.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole cluster on this machine, with what {@code mvn package} has built; some minutes. */
class ClusterIT {
  private static final Path SCRIPT = Path.of("..", "deploy", "cluster", "cluster.sh");

  @TempDir private Path directory;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void nothingIsLostWhenATaskManagerAndAServingNodeAreKilled() throws Exception {
    for (String tool : List.of("redis-server", "curl", "mvn", "bash")) {
      Assumptions.assumeTrue(isInstalled(tool), "skipped: there is no " + tool + " on the PATH");
    }
    Path cluster = directory.resolve("cluster");
    Path said = directory.resolve("said.txt");
    ProcessBuilder script =
        new ProcessBuilder("bash", SCRIPT.toString(), "run", cluster.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    script.environment().put("PAGETURNER_CLUSTER_SECONDS", "40");
    Process running = script.start();
    try {
      assertThat(running.waitFor()).as(() -> read(said)).isZero();
    } finally {
      running.destroy(); // It takes everything down then.
      running.waitFor();
    }
    assertThat(read(said))
        .contains("kill -9 taskmanager-1", "kill -9 serve-b", " 0 failed")
        .contains("The balance holds", "both serving nodes serve version", "each once");
    try (Stream<Path> left = Files.list(cluster.resolve("pids"))) {
      assertThat(left).as("every process is gone").isEmpty();
    }
  }

  private static boolean isInstalled(String tool) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "nothing was said: " + e;
    }
  }
}
