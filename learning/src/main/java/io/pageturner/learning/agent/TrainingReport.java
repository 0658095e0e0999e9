package io.pageturner.learning.agent;

import java.time.Duration;

/**
 * What a training came to.
 *
 * @param steps of the environments, all workers together
 * @param episodes ended
 * @param time of acting, stepping and learning, without evaluations
 * @param last the evaluation at the end
 */
public record TrainingReport(long steps, long episodes, Duration time, Evaluation last) {
  /** Seconds per 1,000 steps. */
  public double secondsPerThousandSteps() {
    return time.toNanos() / 1e6 / steps;
  }
}
