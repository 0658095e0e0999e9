package io.pageturner.evaluation;

/**
 * An estimate with its confidence interval.
 *
 * @param low lower end; −∞ when too little was seen to tell
 * @param estimate the point estimate; NaN when nothing was seen
 * @param high upper end; +∞ when too little was seen to tell
 * @param level share of such intervals that hold the truth, above 0 and below 1
 */
public record Interval(double low, double estimate, double high, double level) {
  public Interval {
    if (low > estimate || high < estimate || Double.isNaN(low) || Double.isNaN(high)) {
      throw new IllegalArgumentException(
          "an interval needs low <= estimate <= high, got " + low + ", " + estimate + ", " + high);
    }
    Intervals.checkLevel(level);
  }

  /** Symmetric about the estimate; without bounds when {@code halfWidth} is NaN. */
  static Interval around(double estimate, double halfWidth, double level) {
    return Double.isNaN(halfWidth) || Double.isNaN(estimate)
        ? unbounded(estimate, level)
        : new Interval(estimate - halfWidth, estimate, estimate + halfWidth, level);
  }

  /** Says nothing but the estimate. */
  static Interval unbounded(double estimate, double level) {
    return new Interval(Double.NEGATIVE_INFINITY, estimate, Double.POSITIVE_INFINITY, level);
  }

  /** Whether both ends are known. */
  public boolean bounded() {
    return Double.isFinite(low) && Double.isFinite(high);
  }

  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** Whether the whole interval lies above {@code value}: a gain at this level, when it is 0. */
  public boolean above(double value) {
    return low > value;
  }

  /** Whether the whole interval lies below {@code value}: a loss at this level, when it is 0. */
  public boolean below(double value) {
    return high < value;
  }
}
