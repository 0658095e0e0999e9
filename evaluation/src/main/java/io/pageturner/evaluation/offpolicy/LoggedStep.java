package io.pageturner.evaluation.offpolicy;

/**
 * One logged decision, as whoever reads a log gives it.
 *
 * @param reward r
 * @param ratio ρ = π(a|s) / b(a|s), 0 or more
 * @param features φ(s, a) of the logged action: [features], the same number in each step of a log
 * @param expected E_{a'~π} φ(s, a'), the evaluated policy's mean features: [features]
 */
public record LoggedStep(double reward, double ratio, double[] features, double[] expected) {
  public LoggedStep {
    if (features.length != expected.length) {
      throw new IllegalArgumentException(
          "a step has as many expected as logged features, got "
              + expected.length
              + " and "
              + features.length);
    }
  }
}
