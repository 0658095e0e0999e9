package io.pageturner.app.bench;

import io.pageturner.evaluation.RunningMoments;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * What several seeds of a contest came to.
 *
 * @param contest what was played
 * @param steps of each run
 * @param points every evaluation of every run, each run's in order
 */
public record ContestResult(Contest<?> contest, long steps, List<CurvePoint> points) {
  /** Head of the table that {@link #row} makes. */
  public static final String HEAD =
      """
      | agent | task | steps | seeds | return, mean ± sd over seeds | published | at steps | s per 1,000 steps | of CPU |
      |---|---|---|---|---|---|---|---|---|
      """;

  public ContestResult {
    points = List.copyOf(points);
  }

  /** The last evaluation of each run, by seed. */
  public List<CurvePoint> last() {
    TreeMap<Long, CurvePoint> bySeed = new TreeMap<>();
    points.forEach(point -> bySeed.put(point.seed(), point));
    return List.copyOf(bySeed.values());
  }

  /** The mean returns of the last evaluations, over seeds. */
  public RunningMoments returns() {
    return RunningMoments.of(last().stream().mapToDouble(CurvePoint::mean).toArray());
  }

  /** A row of the table. */
  public String row() {
    RunningMoments returns = returns();
    double thousands = steps / 1e3 * returns.count();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,d | %d | %s | %s | %,d | %.3f | %.3f |%n",
        contest.agent(),
        contest.task(),
        steps,
        returns.count(),
        meanAndDeviation(returns),
        contest.published(),
        contest.steps(),
        last().stream().mapToDouble(CurvePoint::seconds).sum() / thousands,
        last().stream().mapToDouble(CurvePoint::cpuSeconds).sum() / thousands);
  }

  private static String meanAndDeviation(RunningMoments returns) {
    return returns.count() < 2
        ? String.format(Locale.ROOT, "%.1f", returns.mean())
        : String.format(Locale.ROOT, "%.1f ± %.1f", returns.mean(), returns.sd());
  }
}
