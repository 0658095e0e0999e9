package io.pageturner.app.bench;

import io.pageturner.learning.agent.TrainingReport;
import java.time.Duration;

/**
 * One evaluation of one run.
 *
 * @param seed of the run
 * @param steps before it
 * @param mean return over its episodes
 * @param deviation over its episodes
 * @param seconds of training so far
 * @param cpuSeconds the process's processor time meanwhile
 */
public record CurvePoint(
    long seed, long steps, double mean, double deviation, double seconds, double cpuSeconds) {
  static CurvePoint of(long seed, TrainingReport soFar) {
    return new CurvePoint(
        seed,
        soFar.steps(),
        soFar.last().mean(),
        soFar.last().deviation(),
        seconds(soFar.time()),
        seconds(soFar.cpu()));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
