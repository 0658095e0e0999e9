package io.pageturner.learning.agent;

import java.time.Duration;

/**
 * What a training came to so far.
 *
 * @param steps of the environments, all workers together
 * @param episodes ended
 * @param time of acting, stepping and learning, without evaluations
 * @param cpu the process's processor time meanwhile, of all its threads: a busy machine counts less
 * @param last the latest evaluation
 */
public record TrainingReport(
    long steps, long episodes, Duration time, Duration cpu, Evaluation last) {
  /** Seconds per 1,000 steps. */
  public double secondsPerThousandSteps() {
    return time.toNanos() / 1e6 / steps;
  }
}
