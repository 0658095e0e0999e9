package io.pageturner.simulator;

import java.util.Locale;

/**
 * A mean of independent values and how sure it is.
 *
 * @param mean the mean
 * @param standardError standard deviation of the mean; 0 for fewer than two values
 * @param count number of values
 */
public record Estimate(double mean, double standardError, int count) {
  /** Two-sided 95 % quantile of the normal distribution. */
  private static final double Z95 = 1.959964;

  /** The estimate of the mean of these values. */
  public static Estimate of(double[] values) {
    RunningEstimate running = new RunningEstimate();
    for (double value : values) {
      running.add(value);
    }
    return running.estimate();
  }

  /** Half the width of the 95 % interval. */
  public double halfWidth() {
    return Z95 * standardError;
  }

  public double low() {
    return mean - halfWidth();
  }

  public double high() {
    return mean + halfWidth();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f ± %.3f", mean, halfWidth());
  }
}
