package io.pageturner.evaluation.offpolicy;

/**
 * One logged decision with all that an estimator needs of it.
 *
 * @param reward r
 * @param ratio ρ = π(a|s) / b(a|s), the evaluated policy's probability of the logged action over
 *     the logging policy's; 0 or more
 * @param predicted q̂(s, a), what a model expects of the logged action from here on
 * @param expected v̂(s) = E_{a'~π} q̂(s, a'), what it expects of the evaluated policy from here on
 */
public record Step(double reward, double ratio, double predicted, double expected) {
  public Step {
    requireFinite("reward", reward);
    requireFinite("ratio", ratio);
    requireFinite("predicted", predicted);
    requireFinite("expected", expected);
    if (ratio < 0) {
      throw new IllegalArgumentException("ratio must not be negative, was " + ratio);
    }
  }

  /** A step about which no model says anything: q̂ = v̂ = 0. */
  public static Step of(double reward, double ratio) {
    return new Step(reward, ratio, 0, 0);
  }

  static void requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, was " + value);
    }
  }
}
