package io.pageturner.evaluation;

/**
 * Count, mean and spread of numbers seen one by one; immutable.
 *
 * <p>Mean and sum of squared deviations are carried along as by Welford (1962), and two of them are
 * merged as by Chan, Golub and LeVeque (1979): no cancellation for numbers that are large against
 * their spread.
 *
 * @param count how many numbers were seen
 * @param mean their mean; 0 when there are none
 * @param squares sum of squared deviations from the mean, 0 or more
 */
public record RunningMoments(long count, double mean, double squares) {
  /** Of no numbers. */
  public static final RunningMoments EMPTY = new RunningMoments(0, 0, 0);

  public RunningMoments {
    if (count < 0 || !Double.isFinite(mean) || !(squares >= 0)) {
      throw new IllegalArgumentException(
          "moments need count and squares of 0 or more and a finite mean, were "
              + count
              + ", "
              + squares
              + " and "
              + mean);
    }
  }

  /** The moments of {@code values}. */
  public static RunningMoments of(double... values) {
    RunningMoments moments = EMPTY;
    for (double value : values) {
      moments = moments.plus(value);
    }
    return moments;
  }

  /**
   * With one number more.
   *
   * @throws IllegalArgumentException when it is not finite
   */
  public RunningMoments plus(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("only finite numbers have moments, got " + value);
    }
    long n = count + 1;
    double delta = value - mean;
    double next = mean + delta / n;
    return new RunningMoments(n, next, squares + delta * (value - next));
  }

  /** Of the numbers of both. */
  public RunningMoments plus(RunningMoments other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    long n = count + other.count;
    double delta = other.mean - mean;
    double share = (double) other.count / n;
    double between = delta * delta * count * share;
    return new RunningMoments(n, mean + delta * share, squares + other.squares + between);
  }

  public double sum() {
    return mean * count;
  }

  /** Unbiased variance; NaN with fewer than two numbers. */
  public double variance() {
    return count < 2 ? Double.NaN : squares / (count - 1);
  }

  /** Standard deviation; NaN with fewer than two numbers. */
  public double sd() {
    return Math.sqrt(variance());
  }

  /** Standard error of the mean; NaN with fewer than two numbers. */
  public double standardError() {
    return Math.sqrt(variance() / count);
  }
}
