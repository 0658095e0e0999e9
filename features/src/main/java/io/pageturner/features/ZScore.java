package io.pageturner.features;

/**
 * The mean and standard deviation of one dense feature, as a model version was trained with them.
 *
 * @param mean mean of the raw values
 * @param deviation standard deviation; 0 when all values were equal
 */
public record ZScore(double mean, double deviation) {
  /** Values further from the mean than this many deviations are cut: one outlier moves no net. */
  public static final double LIMIT = 5;

  /** Before anything was seen: the value itself. */
  public static final ZScore IDENTITY = new ZScore(0, 1);

  public ZScore {
    if (!Double.isFinite(mean) || !(deviation >= 0) || Double.isInfinite(deviation)) {
      throw new IllegalArgumentException(
          "z-score needs a finite mean and deviation >= 0, had " + mean + " and " + deviation);
    }
  }

  /** (value − mean) / deviation, cut to ±{@link #LIMIT}; 0 when the deviation is 0. */
  public float normalise(double value) {
    if (deviation == 0) {
      return 0;
    }
    double z = (value - mean) / deviation;
    return (float) Math.max(-LIMIT, Math.min(LIMIT, z));
  }
}
