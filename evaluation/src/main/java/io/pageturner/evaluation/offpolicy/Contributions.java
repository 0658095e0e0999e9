package io.pageturner.evaluation.offpolicy;

import io.pageturner.evaluation.Interval;
import io.pageturner.evaluation.Intervals;
import io.pageturner.evaluation.RunningMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.hipparchus.stat.StatUtils;

/**
 * What each session of a log, or each user, adds to an estimate; immutable.
 *
 * <p>Every estimate here is a sum of ratios of means over sessions, V̂ = Σ_k ȳ_k / x̄_k. A plain
 * mean has one term with x = 1; self-normalised estimators divide by the mean weight, per step when
 * they are per decision; the difference of two estimates has the terms of both. So all of them
 * share one delta method and one bootstrap.
 */
public final class Contributions {
  private final List<Term> terms;
  private final int units;

  private Contributions(List<Term> terms) {
    this.terms = terms;
    this.units = terms.get(0).y().length;
  }

  /** Of an estimate that is the mean of {@code y}: [sessions]. */
  static Contributions ofMean(double[] y) {
    double[] ones = new double[y.length];
    Arrays.fill(ones, 1);
    return ofRatio(y, ones);
  }

  /** Of an estimate that is mean(y) / mean(x): both [sessions], one or more. */
  static Contributions ofRatio(double[] y, double[] x) {
    if (y.length == 0) {
      throw new IllegalArgumentException("an estimate needs one session or more");
    }
    return new Contributions(List.of(new Term(y, x)));
  }

  /** Of the sum of both estimates, made from the same sessions. */
  Contributions plus(Contributions other) {
    requireSameSessions(other);
    List<Term> all = new ArrayList<>(terms);
    all.addAll(other.terms);
    return new Contributions(all);
  }

  /**
   * Of the difference of two policies' estimates from the same sessions: narrower than the two
   * apart, because what is luck of the log is luck of both.
   */
  public Contributions minus(Contributions other) {
    return plus(new Contributions(other.terms.stream().map(Term::negated).toList()));
  }

  /**
   * The same estimate with users as the independent units: a user's sessions are summed up, as
   * those of one user resemble each other (Deng, Knoblich and Lu 2018).
   *
   * @param users [sessions] whose each session is, users numbered from 0 on
   */
  public Contributions byUser(int[] users) {
    if (users.length != units) {
      throw new IllegalArgumentException(
          "users must tell of "
              + units
              + " sessions whose they are, of "
              + users.length
              + " they do");
    }
    int count = Arrays.stream(users).max().orElseThrow() + 1;
    return new Contributions(terms.stream().map(term -> term.summed(users, count)).toList());
  }

  private void requireSameSessions(Contributions other) {
    if (other.units != units) {
      throw new IllegalArgumentException(
          "both estimates must be of the same log, one has "
              + units
              + " sessions, the other "
              + other.units);
    }
  }

  /** V̂. */
  public double estimate() {
    return terms.stream().mapToDouble(Term::value).sum();
  }

  /** By Student's t on the linearised contributions: what the bootstrap tells, at once. */
  public Interval studentInterval(double level) {
    return Intervals.mean(linearised(), level);
  }

  /**
   * Empirical Bernstein (Maurer and Pontil 2009) with the range of contributions that was seen. Far
   * wider than the others: it does not count on the central limit theorem, which a few great ratios
   * can make wait for long.
   */
  public Interval bernsteinInterval(double level) {
    double[] values = linearisedValues();
    double range = StatUtils.max(values) - StatUtils.min(values);
    return Intervals.empiricalBernstein(RunningMoments.of(values), range, level);
  }

  /**
   * Bootstrap percentiles (Efron 1979): the estimate of {@code resamples} logs of as many sessions
   * (users, when summed by them), drawn from this one with replacement; unbounded with fewer than
   * two.
   */
  public Interval bootstrapInterval(double level, int resamples, long seed) {
    if (units < 2) {
      return Intervals.mean(linearised(), level);
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] estimates = new double[resamples];
    for (int b = 0; b < resamples; b++) {
      int[] times = new int[units];
      for (int draw = 0; draw < units; draw++) {
        times[random.nextInt(units)]++;
      }
      estimates[b] = terms.stream().mapToDouble(term -> term.resampled(times)).sum();
    }
    double tail = 100 * (1 - level) / 2;
    double estimate = estimate();
    return new Interval(
        Math.min(estimate, StatUtils.percentile(estimates, tail)),
        estimate,
        Math.max(estimate, StatUtils.percentile(estimates, 100 - tail)),
        level);
  }

  /**
   * One number a session (a user, when summed by them), with the estimate as mean and its
   * delta-method variance.
   */
  RunningMoments linearised() {
    return RunningMoments.of(linearisedValues());
  }

  private double[] linearisedValues() {
    double[] values = new double[units];
    Arrays.fill(values, estimate());
    terms.forEach(term -> term.addInfluence(values));
    return values;
  }

  /**
   * One ratio of means.
   *
   * @param y [units]
   * @param x [units]
   */
  private record Term(double[] y, double[] x) {
    double value() {
      return ratio(Arrays.stream(y).sum(), Arrays.stream(x).sum());
    }

    /** The ratio when session i was seen {@code times[i]} times. */
    double resampled(int[] times) {
      double ySum = 0;
      double xSum = 0;
      for (int i = 0; i < times.length; i++) {
        ySum += times[i] * y[i];
        xSum += times[i] * x[i];
      }
      return ratio(ySum, xSum);
    }

    /** Adds (y_i − R·x_i) / x̄. */
    void addInfluence(double[] values) {
      double meanX = Arrays.stream(x).average().orElseThrow();
      if (meanX != 0) {
        double value = value();
        for (int i = 0; i < values.length; i++) {
          values[i] += (y[i] - value * x[i]) / meanX;
        }
      }
    }

    /** With the sums of each user in place of sessions. */
    Term summed(int[] users, int count) {
      double[] ySums = new double[count];
      double[] xSums = new double[count];
      for (int i = 0; i < users.length; i++) {
        ySums[users[i]] += y[i];
        xSums[users[i]] += x[i];
      }
      return new Term(ySums, xSums);
    }

    Term negated() {
      return new Term(Arrays.stream(y).map(value -> -value).toArray(), x);
    }

    /** Where no session has any weight nothing is known, and nothing is added. */
    private static double ratio(double ySum, double xSum) {
      return xSum == 0 ? 0 : ySum / xSum;
    }
  }
}
