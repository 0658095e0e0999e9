package io.pageturner.domain;

import java.util.List;

/**
 * The actions that an agent may take: {@code size} factors in [min, max], on a log scale; a
 * discrete agent's factors stand on a grid.
 *
 * <p>Agents work on the unit scale u ∈ [−1, 1], which is linear in log a: u = −1 is {@code min}, u
 * = 1 is {@code max}.
 *
 * @param size number of factors, 1 or more
 * @param min smallest factor aMin, above 0 and at most 1
 * @param max greatest factor aMax, at least 1 and above {@code min}
 * @param grid what each factor of a discrete agent's action may be, rising, 1 among them; empty for
 *     a continuous one's, which may be anything within the bounds
 */
public record ActionSpace(int size, double min, double max, List<Double> grid) {
  /** One factor in [0.25, 4] (SPEC 1.4). */
  public static final ActionSpace DEFAULT = new ActionSpace(1, 0.25, 4);

  private static final int MOST_FACTORS = 100;

  /** Every point is an output of a network, and a line of a batch's distances to all of them. */
  private static final int MOST_POINTS = 1_000;

  public ActionSpace {
    grid = List.copyOf(grid);
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
    if (!grid.isEmpty()) {
      requireGrid(size, min, max, grid);
    }
  }

  /** Any factors within the bounds. */
  public ActionSpace(int size, double min, double max) {
    this(size, min, max, List.of());
  }

  private static void requireGrid(int size, double min, double max, List<Double> grid) {
    require(
        grid.size() >= 2 && grid.size() <= MOST_FACTORS,
        "have 2 to " + MOST_FACTORS + " values",
        grid);
    for (int i = 0; i < grid.size(); i++) {
      double factor = grid.get(i);
      require(
          factor >= min && factor <= max,
          "stay within the action bounds [" + min + ", " + max + "]",
          grid);
      require(i == 0 || factor > grid.get(i - 1), "be strictly rising", grid);
    }
    require(grid.contains(1.0), "hold 1, where every agent starts", grid);
    require(
        Math.pow(grid.size(), size) <= MOST_POINTS,
        "have at most " + MOST_POINTS + " points in all, of " + size + " factors each",
        grid);
  }

  private static void require(boolean holds, String rule, List<Double> grid) {
    if (!holds) {
      throw new IllegalArgumentException("grid must " + rule + ", was " + grid);
    }
  }

  /** The same factors, of which a discrete agent chooses (see {@link ActionGrid}). */
  public ActionSpace onGrid(List<Double> factors) {
    return new ActionSpace(size, min, max, factors);
  }

  /** Whether its actions stand on a grid. */
  public boolean discrete() {
    return !grid.isEmpty();
  }

  /** The grid on the unit scale, rising; empty for a continuous space. */
  public double[] gridUnits() {
    return grid.stream().mapToDouble(this::toUnit).toArray();
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

  /** Checkpoints are known by it: of a continuous space it says what it said before grids. */
  @Override
  public String toString() {
    String bounds = "ActionSpace[size=" + size + ", min=" + min + ", max=" + max + "]";
    return discrete() ? bounds + " on " + grid : bounds;
  }

  private double logWidth() {
    return Math.log(max) - Math.log(min);
  }

  private static double clip(double value, double low, double high) {
    return Math.max(low, Math.min(high, value));
  }
}
