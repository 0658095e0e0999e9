package io.pageturner.evaluation.offpolicy;

import io.pageturner.evaluation.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Every estimator's answer to what a policy would be worth on the feed that a log is of.
 *
 * @param estimates in the order of the estimators
 * @param sampleSize what the log is worth for this policy
 * @param meanWeight mean of ρ_{1:T} over sessions: 1 in expectation, whatever the rewards are; it
 *     is too small when the rare sessions of great weight did not happen to come
 */
public record OffPolicyEvaluation(
    List<Estimate> estimates, EffectiveSampleSize sampleSize, Interval meanWeight) {
  private static final int RESAMPLES = 1_000;
  private static final double SURE = 0.999;
  private static final long SEED = 20_261_121;

  public OffPolicyEvaluation {
    estimates = List.copyOf(estimates);
  }

  /**
   * One estimator's answer.
   *
   * @param estimator its name
   * @param bootstrap the estimate with the bootstrap's percentiles
   * @param bernstein the same estimate with the empirical-Bernstein interval
   */
  public record Estimate(String estimator, Interval bootstrap, Interval bernstein) {
    public double value() {
      return bootstrap.estimate();
    }
  }

  /**
   * Runs the estimators on a log of sessions that are independent of each other; the same log gives
   * the same answer.
   *
   * @param log one session or more
   * @param level of the intervals
   */
  public static OffPolicyEvaluation of(
      List<Trajectory> log, List<Estimator> estimators, double level) {
    return of(log, IntStream.range(0, log.size()).toArray(), estimators, level);
  }

  /**
   * Runs the estimators on a log whose users are independent of each other.
   *
   * @param log one session or more
   * @param users [sessions] whose each is, users numbered from 0 on
   * @param level of the intervals
   */
  public static OffPolicyEvaluation of(
      List<Trajectory> log, int[] users, List<Estimator> estimators, double level) {
    double[] weights = log.stream().mapToDouble(Trajectory::weight).toArray();
    return new OffPolicyEvaluation(
        estimators.stream().map(estimator -> estimate(estimator, log, users, level)).toList(),
        EffectiveSampleSize.of(log),
        Contributions.ofMean(weights).byUser(users).studentInterval(SURE));
  }

  private static Estimate estimate(
      Estimator estimator, List<Trajectory> log, int[] users, double level) {
    Contributions contributions = estimator.contributions(log).byUser(users);
    return new Estimate(
        estimator.name(),
        contributions.bootstrapInterval(level, RESAMPLES, SEED),
        contributions.bernsteinInterval(level));
  }

  /** What to tell whoever reads the estimates; empty when the log is good enough for the policy. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (sampleSize.tooSmall()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "effective sample size %.1f of %,d sessions, below %.0f: the policies are too far"
                  + " apart for this log, and estimates that weigh by propensity are not to be"
                  + " trusted",
              sampleSize.value(),
              sampleSize.sessions(),
              EffectiveSampleSize.ENOUGH));
    }
    if (!meanWeight.contains(1)) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "mean weight %.3f, not 1: sessions of great weight are missing, or propensities are"
                  + " wrong; estimates that weigh by propensity are off by more than they say",
              meanWeight.estimate()));
    }
    return warnings;
  }
}
