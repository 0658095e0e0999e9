package io.pageturner.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContestRunsTest {
  private static final Contest<?> DQN = Contest.all().get(0);

  @TempDir private Path directory;

  /** Too few steps to learn anything: what is tested is the book-keeping. */
  @Test
  void runsAreKeptAndNotPlayedAgain() throws IOException {
    ContestRuns runs = new ContestRuns(DQN, 200, directory);
    List<Long> played = new ArrayList<>();
    runs.play(1, end -> played.add(end.seed()));
    List<CurvePoint> first = new CurveFile(directory.resolve("dqn-CartPole-v1-200.csv")).read();
    ContestResult both = runs.play(2, end -> played.add(end.seed()));
    assertThat(played).containsExactly(1L, 2L);
    assertThat(first).hasSize(20).last().extracting(CurvePoint::steps).isEqualTo(200L);
    assertThat(both.points()).hasSize(40).startsWith(first.toArray(new CurvePoint[0]));
    Path picture = directory.resolve("dqn-CartPole-v1-200.png");
    assertThat(ImageIO.read(picture.toFile()).getWidth()).isPositive();
  }

  /** Their runs are kept by agent, task and steps, and steps may be given for all. */
  @Test
  void noTwoContestsAreOfOneAgentAtOneTask() {
    assertThat(Contest.all())
        .extracting(contest -> contest.agent() + " at " + contest.task())
        .doesNotHaveDuplicates();
  }

  @Test
  void aRowTellsMeanAndDeviationOfTheLastEvaluations() {
    ContestResult result =
        new ContestResult(
            DQN,
            2_000,
            List.of(
                new CurvePoint(1, 1_000, 20, 1, 1, 1),
                new CurvePoint(1, 2_000, 400, 1, 3, 2),
                new CurvePoint(2, 1_000, 30, 1, 2, 1),
                new CurvePoint(2, 2_000, 500, 1, 5, 4)));
    assertThat(result.returns().sd()).isCloseTo(Math.sqrt(5_000), within(1e-9)); // ±50 around 450.
    assertThat(result.row().strip())
        .isEqualTo(
            "| dqn | CartPole-v1 | 2,000 | 2 | 450.0 ± 70.7 | 500 | 50,000 | 2.000 | 1.500 |");
  }

  @Test
  void aFileOfSomethingElseIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("curve.csv"), "seed,steps\n1,many\n");
    assertThatIOException()
        .isThrownBy(() -> new CurveFile(file).read())
        .withMessageContaining("curve.csv does not hold learning curves");
  }
}
