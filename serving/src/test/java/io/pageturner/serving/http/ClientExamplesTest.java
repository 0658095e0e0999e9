package io.pageturner.serving.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pageturner.domain.Feedback;
import io.pageturner.domain.PageId;
import io.pageturner.serving.TestNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clients of {@code examples/clients}, each run by its own language against a server. */
class ClientExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples", "clients");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir Path directory;
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start(directory.resolve("models"));
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"feed.sh", "feed.mjs", "Feed.java"})
  void pagesAndAClick(String example) throws Exception {
    run(example);
    assertThat(node.log.decisions()).hasSize(2);
    assertThat(node.log.decisions().get(1).pageIndex()).isEqualTo(1);
    Feedback.Click click = (Feedback.Click) node.log.feedback().get(0);
    assertThat(click.page()).contains(node.log.decisions().get(0).page());
    assertThat(click.item()).isEqualTo(node.log.decisions().get(0).items().get(0).item());
  }

  @ParameterizedTest
  @ValueSource(strings = {"personalizer.sh", "personalizer.mjs", "Personalizer.java"})
  void rankAndReward(String example) throws Exception {
    run(example);
    assertThat(node.log.lastDecision().items()).hasSize(1);
    Optional<PageId> page = Optional.of(node.log.lastDecision().page());
    assertThat(node.log.feedback()).hasSize(2).allMatch(given -> given.page().equals(page));
  }

  private void run(String example) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(interpreter(example));
    command.add(EXAMPLES.resolve(example).toString());
    command.add("http://127.0.0.1:" + node.api.port());
    Path said = directory.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as(example + " ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(said, UTF_8)).isZero();
  }

  private static List<String> interpreter(String example) {
    if (example.endsWith(".java")) {
      return List.of(JAVA);
    }
    String program = example.endsWith(".sh") ? "bash" : "node";
    assumeTrue(installed(program), program + " is not installed");
    assumeTrue(!example.endsWith(".sh") || installed("curl"), "curl is not installed");
    return List.of(program);
  }

  private static boolean installed(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
