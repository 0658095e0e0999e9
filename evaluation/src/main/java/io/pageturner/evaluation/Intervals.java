package io.pageturner.evaluation;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Two-sided confidence intervals for figures of an experiment at a fixed end.
 *
 * <p>They hold their level when one looks once. Whoever looks again and again, and stops at the
 * first gain, is wrong more often than {@code 1 − level}; {@link AlwaysValid} is for them.
 */
public final class Intervals {
  private static final NormalDistribution NORMAL = new NormalDistribution();

  private Intervals() {}

  /** Of a mean, by Student's t: m ± t(n − 1)·s/√n; unbounded with fewer than two numbers. */
  public static Interval mean(RunningMoments moments, double level) {
    if (moments.count() < 2) {
      double estimate = moments.count() == 0 ? Double.NaN : moments.mean();
      return Interval.unbounded(estimate, checkLevel(level));
    }
    double halfWidth = student(level, moments.count() - 1) * moments.standardError();
    return Interval.around(moments.mean(), halfWidth, level);
  }

  /**
   * Of mean(a) − mean(b) for independent samples whose variances may differ: Welch's t with the
   * degrees of freedom of Welch and Satterthwaite (Welch 1947); unbounded when one of them has
   * fewer than two numbers.
   */
  public static Interval difference(RunningMoments a, RunningMoments b, double level) {
    if (a.count() < 2 || b.count() < 2) {
      double estimate = a.count() == 0 || b.count() == 0 ? Double.NaN : a.mean() - b.mean();
      return Interval.unbounded(estimate, checkLevel(level));
    }
    double varianceA = a.variance() / a.count();
    double varianceB = b.variance() / b.count();
    double variance = varianceA + varianceB;
    double halfWidth = 0;
    if (variance > 0) {
      double degrees =
          variance
              * variance
              / (varianceA * varianceA / (a.count() - 1) + varianceB * varianceB / (b.count() - 1));
      halfWidth = student(level, degrees) * Math.sqrt(variance);
    }
    return Interval.around(a.mean() - b.mean(), halfWidth, level);
  }

  /**
   * Of the ratio Σy/Σx over independent pairs, such as clicks per page over sessions, by the delta
   * method: var(R) ≈ (s_yy − 2R·s_xy + R²·s_xx) / (n·mean(x)²) (Deng, Knoblich and Lu 2018, eq. 3).
   *
   * <p>A pair is what is independent of the others: not a page, and a session only when no user has
   * two ({@link UserSums#perUser}). Unbounded with fewer than two pairs or when x sums to 0.
   */
  public static Interval ratio(PairedMoments pairs, double level) {
    return mean(pairs.linearised(), level);
  }

  /**
   * Of (mean(a) − mean(b)) / |mean(b)| for independent samples, by the delta method: with R =
   * mean(a)/mean(b), var(R) ≈ (var_a + R²·var_b) / mean(b)², var_a and var_b those of the means.
   *
   * <p>Unbounded when mean(b) cannot be told from 0 at this level: then no share of it means
   * anything.
   */
  public static Interval relativeDifference(RunningMoments a, RunningMoments b, double level) {
    double scale = Math.abs(b.mean());
    boolean seen = a.count() > 0 && b.count() > 0 && scale > 0;
    double estimate = seen ? (a.mean() - b.mean()) / scale : Double.NaN;
    if (a.count() < 2 || b.count() < 2 || !seen || mean(b, level).contains(0)) {
      return Interval.unbounded(estimate, checkLevel(level));
    }
    double ratio = a.mean() / b.mean();
    double error =
        Math.sqrt(a.variance() / a.count() + ratio * ratio * b.variance() / b.count()) / scale;
    return Interval.around(estimate, normal(level) * error, level);
  }

  /**
   * Of the mean of numbers within a known range, whatever their distribution: the empirical
   * Bernstein bound on either side, √(2·s²·ln(2/δ)/n) + 7·range·ln(2/δ)/(3(n − 1)) with δ = (1 −
   * level)/2 (Maurer and Pontil 2009, theorem 4). Holds its level at every n, and is wide;
   * unbounded with fewer than two numbers.
   *
   * @param range greatest minus smallest value that a number can have
   */
  public static Interval empiricalBernstein(RunningMoments moments, double range, double level) {
    if (moments.count() < 2) {
      return mean(moments, level);
    }
    double log = Math.log(4 / (1 - checkLevel(level)));
    double halfWidth =
        Math.sqrt(2 * moments.variance() * log / moments.count())
            + 7 * range * log / (3 * (moments.count() - 1));
    return Interval.around(moments.mean(), halfWidth, level);
  }

  static double checkLevel(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level must be within 0 and 1, was " + level);
    }
    return level;
  }

  /** t with P(|T| ≤ t) = level. */
  private static double student(double level, double degreesOfFreedom) {
    return new TDistribution(degreesOfFreedom)
        .inverseCumulativeProbability((1 + checkLevel(level)) / 2);
  }

  /** z with P(|Z| ≤ z) = level. */
  private static double normal(double level) {
    return NORMAL.inverseCumulativeProbability((1 + checkLevel(level)) / 2);
  }
}
