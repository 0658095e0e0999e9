package io.pageturner.evaluation;

/**
 * Inference on mean(a) − mean(b) that stays valid however often one looks and whenever one stops:
 * the mixture sequential probability ratio test, mSPRT (Johari, Koomen, Pekelis and Walsh 2017).
 *
 * <p>The true difference is mixed over N(0, τ²). With θ̂ the difference and V its variance, the
 * ratio of likelihoods is Λ = √(V / (V + τ²)) · exp(θ̂²·τ² / (2V·(V + τ²))), and without a
 * difference P(Λ ≥ 1/α at any look) ≤ α (Ville 1939). So 1/Λ is a p-value at every look. τ is set
 * to {@value #TYPICAL_EFFECT} standard deviations of one observation; another τ costs power, not
 * validity. V is estimated, so nothing is said before both samples have {@value #FEWEST} numbers.
 */
public final class AlwaysValid {
  /** τ in standard deviations of one observation: the effects that experiments mostly find. */
  static final double TYPICAL_EFFECT = 0.1;

  /** Below this many numbers an estimated variance is no stand-in for the true one. */
  static final int FEWEST = 100;

  private AlwaysValid() {}

  /** min(1, 1/Λ); 1 while too little was seen to tell. */
  public static double pValue(RunningMoments a, RunningMoments b) {
    double variance = variance(a, b);
    if (!(variance > 0)) {
      return 1;
    }
    double mixing = mixing(a, b);
    double difference = a.mean() - b.mean();
    double evidence = difference * difference / variance * mixing / (2 * (1 + mixing));
    return Math.min(1, Math.sqrt(1 + mixing) * Math.exp(-evidence));
  }

  /**
   * The differences that {@link #pValue} would not reject at 1 − level: θ̂ ± √(V·(V + τ²)/τ² ·
   * (2·ln 1/α + ln((V + τ²)/V))); unbounded while too little was seen to tell.
   */
  public static Interval difference(RunningMoments a, RunningMoments b, double level) {
    double alpha = 1 - Intervals.checkLevel(level);
    double variance = variance(a, b);
    double estimate = a.count() == 0 || b.count() == 0 ? Double.NaN : a.mean() - b.mean();
    if (!(variance > 0)) {
      return Interval.unbounded(estimate, level);
    }
    double mixing = mixing(a, b);
    double scores = (1 + mixing) / mixing * (Math.log1p(mixing) - 2 * Math.log(alpha));
    return Interval.around(estimate, Math.sqrt(variance * scores), level);
  }

  /** V, or NaN when too little was seen. */
  private static double variance(RunningMoments a, RunningMoments b) {
    return Math.min(a.count(), b.count()) < FEWEST
        ? Double.NaN
        : a.variance() / a.count() + b.variance() / b.count();
  }

  /** τ²/V; with a variance of one observation that both share, it hangs on the counts alone. */
  private static double mixing(RunningMoments a, RunningMoments b) {
    double effective = 1 / (1.0 / a.count() + 1.0 / b.count());
    return TYPICAL_EFFECT * TYPICAL_EFFECT * effective;
  }
}
