package io.pageturner.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Several seeds of a contest, each kept as soon as it is done: hours of play survive a stop.
 *
 * @param contest what is played
 * @param steps of each run
 * @param directory where the learning curve goes, as {@code <agent>-<task>-<steps>.csv} and {@code
 *     .png}
 */
public record ContestRuns(Contest<?> contest, long steps, Path directory) {
  /**
   * Plays the seeds 1 to {@code seeds} that the directory does not hold yet.
   *
   * @param done told of each run that was played
   */
  public ContestResult play(int seeds, Consumer<CurvePoint> done) throws IOException {
    Files.createDirectories(directory);
    CurveFile file = new CurveFile(path("csv"));
    List<CurvePoint> points = new ArrayList<>(file.read());
    for (long seed = 1; seed <= seeds; seed++) {
      if (!holds(points, seed)) {
        points.addAll(contest.play(seed, steps));
        file.write(points);
        done.accept(points.get(points.size() - 1));
      }
    }
    ContestResult result = new ContestResult(contest, steps, upTo(seeds, points));
    CurveChart.write(path("png"), result);
    return result;
  }

  private static boolean holds(List<CurvePoint> points, long seed) {
    return points.stream().anyMatch(point -> point.seed() == seed);
  }

  private static List<CurvePoint> upTo(int seeds, List<CurvePoint> points) {
    return points.stream().filter(point -> point.seed() <= seeds).toList();
  }

  private Path path(String ending) {
    return directory.resolve(
        "%s-%s-%d.%s".formatted(contest.agent(), contest.task(), steps, ending));
  }
}
