package io.pageturner.domain;

/**
 * The actions that an agent may take: {@code size} factors in [min, max], on a log scale.
 *
 * <p>Agents work on the unit scale u ∈ [−1, 1], which is linear in log a: u = −1 is {@code min}, u
 * = 1 is {@code max}.
 *
 * @param size number of factors, 1 or more
 * @param min smallest factor aMin, above 0 and at most 1
 * @param max greatest factor aMax, at least 1 and above {@code min}
 */
public record ActionSpace(int size, double min, double max) {
  /** One factor in [0.25, 4] (SPEC 1.4). */
  public static final ActionSpace DEFAULT = new ActionSpace(1, 0.25, 4);

  public ActionSpace {
    if (size < 1) {
      throw new IllegalArgumentException("action size must be 1 or more, was " + size);
    }
    if (!(min > 0 && min <= 1 && max >= 1 && min < max && max < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "action bounds must be 0 < aMin <= 1 <= aMax < ∞ with aMin < aMax, were ["
              + min
              + ", "
              + max
              + "]");
    }
  }

  /** The unit value of a factor; outside of the bounds it is clipped to −1 or 1. */
  public double toUnit(double factor) {
    double unit = 2 * (Math.log(factor) - Math.log(min)) / logWidth() - 1;
    return clip(unit, -1, 1);
  }

  /** The factor of a unit value; outside of [−1, 1] it is clipped to the bounds. */
  public double fromUnit(double unit) {
    return clip(min * Math.exp((unit + 1) / 2 * logWidth()), min, max);
  }

  /** The unit value of the baseline's factor, 1: where every agent starts. */
  public double neutralUnit() {
    return toUnit(1);
  }

  /** The action of one unit value per factor. */
  public Action actionFromUnit(double... unit) {
    requireSize(unit.length);
    double[] factors = new double[size];
    for (int i = 0; i < size; i++) {
      factors[i] = fromUnit(unit[i]);
    }
    return Action.of(factors);
  }

  /** The unit values of an action. */
  public double[] toUnit(Action action) {
    requireSize(action.size());
    double[] unit = new double[size];
    for (int i = 0; i < size; i++) {
      unit[i] = toUnit(action.factor(i));
    }
    return unit;
  }

  public Action neutral() {
    return Action.ones(size);
  }

  private void requireSize(int found) {
    if (found != size) {
      throw new IllegalArgumentException(
          "action has " + found + " factors, this action space has " + size);
    }
  }

  private double logWidth() {
    return Math.log(max) - Math.log(min);
  }

  private static double clip(double value, double low, double high) {
    return Math.max(low, Math.min(high, value));
  }
}
