package io.pageturner.app.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.app.DataDirectory;
import io.pageturner.app.cli.EvaluateCommand;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.Transition;
import io.pageturner.learning.feed.Algorithm;
import io.pageturner.pipeline.codec.TransitionCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {
  @TempDir private Path directory;

  private final PrintStream before = System.out;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(out, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(before);
  }

  @Test
  void sessionsAreEvaluatedWithTableAndPlot() throws IOException {
    Path plot = directory.resolve("plot.png");
    assertThat(run(sessions(150), "a=1.5", "--plot", plot.toString())).isZero();
    assertThat(out.toString(UTF_8))
        .contains("150 sessions of", "the same a=1.5 on every page, smoothed by a kernel")
        .containsPattern("IPS +\\d+\\.\\d{4}   \\S+ to \\S+")
        .contains("weighted per-decision IS", "switch-DR", "the policies that logged")
        .contains("effective sample size");
    assertThat(ImageIO.read(plot.toFile()).getHeight()).isGreaterThan(100);
  }

  @Test
  void onAGridAPolicyIsEvaluatedAsItServes() throws IOException {
    Files.writeString(
        new DataDirectory(directory).config(),
        "pageturner.trainer { algorithm = dqn, grid = [0.5, 1, 2],"
            + " exploration { kind = epsilon-greedy, start = 0.5, end = 0.1 } }");
    ActionSpace grid = ActionSpace.DEFAULT.onGrid(List.of(0.5, 1.0, 2.0));
    Path log = sessions(150, SimulatedLog.onGrid(state -> 0, grid, Algorithm.DQN, 0.6, 3));
    assertThat(run(log, "a=2")).isZero();
    assertThat(out.toString(UTF_8))
        .contains("the same a=2 on every page, ε-greedy with ε = 0.100")
        .contains("effective sample size");
    assertThat(run(log, "a=2", "--bandwidth", "1.5")).isEqualTo(2);
    assertThat(err.toString()).contains("--bandwidth is ε on a grid of actions, at most 1");
  }

  /** As in the log of a feed that changed from one kind of agent to the other. */
  @Test
  void sessionsOfTheOtherKindOfActionsAreLeftOut() throws IOException {
    ActionSpace grid = ActionSpace.DEFAULT.onGrid(List.of(0.5, 1.0, 2.0));
    SimulatedLog discrete = SimulatedLog.onGrid(state -> 0, grid, Algorithm.DQN, 0.6, 3);
    Path log = sessions(100);
    Files.writeString(log, lines(100, 180, discrete), StandardOpenOption.APPEND);
    assertThat(run(log, "a=1.5")).isZero();
    assertThat(out.toString(UTF_8)).contains("100 sessions of").contains("80 with both or of");
  }

  /** Two pages in three are the same as under a = 1, but nobody would ever have shown a = 4. */
  @Test
  void aPolicyFarFromTheLogIsWarnedOf() throws IOException {
    assertThat(run(sessions(60), "a=4", "--bandwidth", "0.1")).isZero();
    assertThat(out.toString(UTF_8)).contains("warning: effective sample size");
  }

  @Test
  void aBanditLogIsEvaluatedForTheUniformPolicyOnly() throws IOException {
    Path log =
        Files.writeString(
            directory.resolve("log.csv"),
            """
            item_id,position,click,propensity_score,user-item_affinity_0,user-item_affinity_1
            0,1,1,0.25,0,0
            1,1,0,0.75,0,0
            """);
    assertThat(run(log, "uniform")).isZero();
    // (½/0.25 · 1 + 0) / 2
    assertThat(out.toString(UTF_8)).containsPattern("IPS +1\\.0000");
    assertThat(run(log, "baseline")).isEqualTo(2);
    assertThat(err.toString()).contains("can be evaluated for 'uniform', was 'baseline'");
  }

  @Test
  void whatIsWrongIsTold() throws IOException {
    Path log = sessions(1);
    assertThat(run(log, "best")).isEqualTo(2);
    assertThat(err.toString()).contains("a policy is 'baseline', 'a=1.6', the number of a version");
    assertThat(run(log, "a=9")).isEqualTo(2);
    assertThat(err.toString()).contains("'a=9': a factor must be within 0.25 and 4.0");
    assertThat(run(log, "a=1,2")).isEqualTo(2);
    assertThat(err.toString()).contains("'a=1,2' has 2 factors, the feed's actions have 1");
    assertThat(run(directory.resolve("none.jsonl"), "baseline")).isEqualTo(2);
    assertThat(err.toString()).contains("--log: there is nothing readable at");
    assertThat(run(log, "baseline", "--gamma", "2")).isEqualTo(2);
    assertThat(err.toString()).contains("--gamma must be within 0 and 1, was 2.0");
  }

  @Test
  void aBrokenLineIsToldWithItsNumber() throws IOException {
    Path log = Files.writeString(directory.resolve("log.jsonl"), "\n{\"page\": 7}\n");
    assertThat(run(log, "baseline")).isNotZero();
    assertThat(err.toString()).contains("log.jsonl, line 2:");
  }

  private int run(Path log, String policy, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--log", log.toString(), "--policy", policy));
    arguments.addAll(List.of("--data-directory", directory.toString()));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--plot")) {
      arguments.addAll(List.of("--plot", directory.resolve("evaluation.png").toString()));
    }
    return new CommandLine(new EvaluateCommand())
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }

  private Path sessions(int count) throws IOException {
    return sessions(count, new SimulatedLog(state -> 0, 0.6, 3));
  }

  private Path sessions(int count, SimulatedLog simulated) throws IOException {
    return Files.writeString(directory.resolve("log.jsonl"), lines(0, count, simulated));
  }

  private static String lines(int from, int to, SimulatedLog simulated) {
    TransitionCodec codec = new TransitionCodec();
    StringBuilder lines = new StringBuilder();
    Stream.iterate(from, i -> i < to, i -> i + 1)
        .flatMap(i -> simulated.session(i, Integer.MAX_VALUE).stream())
        .forEach(step -> lines.append(line(codec, step)));
    return lines.toString();
  }

  private static String line(TransitionCodec codec, Transition step) {
    return new String(codec.encode(step), UTF_8) + "\n";
  }
}
