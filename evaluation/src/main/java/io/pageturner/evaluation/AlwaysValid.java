package io.pageturner.evaluation;

/**
 * Inference on mean(a) − mean(b) that stays valid however often one looks and whenever one stops:
 * the mixture sequential probability ratio test, mSPRT (Johari, Koomen, Pekelis and Walsh 2017).
 *
 * <p>The true difference is mixed over N(0, τ²). With θ̂ the difference and V its variance, the
 * ratio of likelihoods is Λ = √(V / (V + τ²)) · exp(θ̂²·τ² / (2V·(V + τ²))), and without a
 * difference P(Λ ≥ 1/α at any look) ≤ α (Ville 1939). So 1/Λ is a p-value at every look. τ is set
 * to {@value #TYPICAL_EFFECT} standard deviations of one observation; another τ costs power, not
 * validity, as long as it stays what it is from look to look. V is estimated, so nothing is said
 * before both samples have {@value #FEWEST} numbers.
 *
 * <p>Where users are the numbers and come again and again, the observation that τ is measured by is
 * a session: the spread of one number a user shrinks with the user's every session, and τ must not.
 */
public final class AlwaysValid {
  /** τ in standard deviations of one observation: the effects that experiments mostly find. */
  static final double TYPICAL_EFFECT = 0.1;

  /** Below this many numbers an estimated variance is no stand-in for the true one. */
  static final int FEWEST = 100;

  private AlwaysValid() {}

  /**
   * min(1, 1/Λ) with numbers that are one observation each; 1 while too little was seen to tell.
   */
  public static double pValue(RunningMoments a, RunningMoments b) {
    return pValue(a, b, typicalEffect(a, b));
  }

  /**
   * min(1, 1/Λ); 1 while too little was seen to tell.
   *
   * @param effect τ
   */
  public static double pValue(RunningMoments a, RunningMoments b, double effect) {
    double variance = variance(a, b);
    if (!(variance > 0)) {
      return 1;
    }
    double mixing = effect * effect / variance;
    double difference = a.mean() - b.mean();
    double evidence = difference * difference / variance * mixing / (2 * (1 + mixing));
    return Math.min(1, Math.sqrt(1 + mixing) * Math.exp(-evidence));
  }

  /** As the other with numbers that are one observation each. */
  public static Interval difference(RunningMoments a, RunningMoments b, double level) {
    return difference(a, b, typicalEffect(a, b), level);
  }

  /**
   * The differences that {@link #pValue} would not reject at 1 − level: θ̂ ± √(V·(V + τ²)/τ² ·
   * (2·ln 1/α + ln((V + τ²)/V))); unbounded while too little was seen to tell.
   *
   * @param effect τ
   */
  public static Interval difference(
      RunningMoments a, RunningMoments b, double effect, double level) {
    double alpha = 1 - Intervals.checkLevel(level);
    double variance = variance(a, b);
    double estimate = a.count() == 0 || b.count() == 0 ? Double.NaN : a.mean() - b.mean();
    if (!(variance > 0)) {
      return Interval.unbounded(estimate, level);
    }
    double mixing = effect * effect / variance;
    double scores = (1 + mixing) / mixing * (Math.log1p(mixing) - 2 * Math.log(alpha));
    return Interval.around(estimate, Math.sqrt(variance * scores), level);
  }

  /**
   * τ: {@value #TYPICAL_EFFECT} standard deviations of one observation, whose variance is the mean
   * of both samples', weighted by what each adds to V; NaN when one has fewer than two numbers.
   */
  public static double typicalEffect(RunningMoments a, RunningMoments b) {
    double effective = 1 / (1.0 / a.count() + 1.0 / b.count());
    return TYPICAL_EFFECT
        * Math.sqrt(effective * (a.variance() / a.count() + b.variance() / b.count()));
  }

  /** V, or NaN when too little was seen. */
  private static double variance(RunningMoments a, RunningMoments b) {
    return Math.min(a.count(), b.count()) < FEWEST
        ? Double.NaN
        : a.variance() / a.count() + b.variance() / b.count();
  }
}
