package io.pageturner.features;

/**
 * Running mean and variance of a stream, older values weighing exponentially less (SPEC 6.2).
 *
 * <p>Welford's update with weights (D. H. D. West, "Updating mean and variance estimates", CACM
 * 22(9), 1979): before each value the weight of all earlier ones is multiplied by {@code decay}.
 */
final class RunningZScore {
  private final double decay;
  private double weight;
  private double mean;
  private double squares;

  /**
   * @param decay in (0, 1]; 1 forgets nothing, 1 − 1/n remembers about the last n values
   */
  RunningZScore(double decay) {
    if (!(decay > 0 && decay <= 1)) {
      throw new IllegalArgumentException("decay must be in (0, 1], was " + decay);
    }
    this.decay = decay;
  }

  static RunningZScore restore(double decay, double weight, double mean, double squares) {
    RunningZScore restored = new RunningZScore(decay);
    restored.weight = weight;
    restored.mean = mean;
    restored.squares = squares;
    return restored;
  }

  void add(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a dense value must be finite, was " + value);
    }
    weight = weight * decay + 1;
    squares *= decay;
    double delta = value - mean;
    mean += delta / weight;
    squares += delta * (value - mean);
  }

  double[] parts() {
    return new double[] {weight, mean, squares};
  }

  ZScore snapshot() {
    if (weight == 0) {
      return ZScore.IDENTITY;
    }
    double deviation = Math.sqrt(Math.max(0, squares) / weight);
    // A deviation that is only rounding noise would blow tiny differences up.
    return new ZScore(mean, deviation < 1e-12 * Math.max(1, Math.abs(mean)) ? 0 : deviation);
  }
}
