package io.pageturner.app.bench;

import io.pageturner.learning.agent.TrainingReport;
import java.util.List;

/**
 * What several seeds of a contest came to.
 *
 * @param contest what was played
 * @param steps of each
 * @param reports one per seed
 */
public record ContestResult(Contest<?> contest, long steps, List<TrainingReport> reports) {
  /** Head of the table that {@link #row} makes. */
  public static final String HEAD =
      """
      | agent | task | steps | seeds | return, mean ± sd over seeds | published | at steps | s per 1,000 steps |
      |---|---|---|---|---|---|---|---|
      """;

  public ContestResult {
    reports = List.copyOf(reports);
  }

  /** Mean over seeds of the mean return of an evaluation. */
  public double mean() {
    return reports.stream().mapToDouble(report -> report.last().mean()).average().orElse(0);
  }

  /** Standard deviation over seeds; 0 for one. */
  public double deviation() {
    double mean = mean();
    double squares =
        reports.stream().mapToDouble(report -> Math.pow(report.last().mean() - mean, 2)).sum();
    return reports.size() < 2 ? 0 : Math.sqrt(squares / (reports.size() - 1));
  }

  /** A row of the table. */
  public String row() {
    double seconds =
        reports.stream().mapToDouble(TrainingReport::secondsPerThousandSteps).average().orElse(0);
    return "| %s | %s | %,d | %d | %.1f ± %.1f | %s | %,d | %.2f |%n"
        .formatted(
            contest.agent(),
            contest.task(),
            steps,
            reports.size(),
            mean(),
            deviation(),
            contest.published(),
            contest.steps(),
            seconds);
  }
}
