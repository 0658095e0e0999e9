package io.pageturner.evaluation;

/**
 * Moments of pairs (y, x) seen together, such as the clicks and the pages of a session; immutable.
 *
 * @param y moments of the first numbers
 * @param x moments of the second numbers, as many
 * @param products sum over the pairs of (y − mean y)·(x − mean x)
 */
public record PairedMoments(RunningMoments y, RunningMoments x, double products) {
  /** Of no pairs. */
  public static final PairedMoments EMPTY =
      new PairedMoments(RunningMoments.EMPTY, RunningMoments.EMPTY, 0);

  public PairedMoments {
    if (y.count() != x.count() || !Double.isFinite(products)) {
      throw new IllegalArgumentException(
          "pairs need as many first as second numbers and finite products, got "
              + y.count()
              + ", "
              + x.count()
              + " and "
              + products);
    }
  }

  /** With one pair more. */
  public PairedMoments plus(double yValue, double xValue) {
    RunningMoments nextX = x.plus(xValue);
    double added = (yValue - y.mean()) * (xValue - nextX.mean());
    return new PairedMoments(y.plus(yValue), nextX, products + added);
  }

  /** Of the pairs of both. */
  public PairedMoments plus(PairedMoments other) {
    if (count() == 0 || other.count() == 0) {
      return count() == 0 ? other : this;
    }
    double weight = (double) count() * other.count() / (count() + other.count());
    double between = (other.y.mean() - y.mean()) * (other.x.mean() - x.mean()) * weight;
    return new PairedMoments(y.plus(other.y), x.plus(other.x), products + other.products + between);
  }

  public long count() {
    return y.count();
  }

  /** Unbiased covariance; NaN with fewer than two pairs. */
  public double covariance() {
    return count() < 2 ? Double.NaN : products / (count() - 1);
  }

  /**
   * Of R + (y − R·x) / mean(x) with R = Σy/Σx: numbers, one a pair, whose mean is the ratio and
   * whose variance is the ratio's by the delta method (Deng, Knoblich and Lu 2018, eq. 3). Of no
   * numbers when x sums to 0.
   */
  public RunningMoments linearised() {
    if (x.mean() == 0) {
      return RunningMoments.EMPTY;
    }
    double ratio = y.mean() / x.mean();
    double residual = y.squares() - 2 * ratio * products + ratio * ratio * x.squares();
    // A perfect ratio leaves a variance of 0, which rounding can push below.
    return new RunningMoments(count(), ratio, Math.max(0, residual) / (x.mean() * x.mean()));
  }
}
