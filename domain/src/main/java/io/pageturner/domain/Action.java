package io.pageturner.domain;

import java.util.Arrays;

/**
 * The list-wise, continuous action of a page: one factor per extra objective (SPEC 1.4).
 *
 * <p>A factor multiplies the team's global weight θ of its objective; all factors 1 leave the
 * team's ranking untouched.
 */
public final class Action {
  private final double[] factors;

  private Action(double[] factors) {
    this.factors = factors;
  }

  /**
   * An action of the given factors, in the order of the objectives after the first.
   *
   * @throws IllegalArgumentException when a factor is not finite or not above zero
   */
  public static Action of(double... factors) {
    for (int i = 0; i < factors.length; i++) {
      if (!(factors[i] > 0) || Double.isInfinite(factors[i])) {
        throw new IllegalArgumentException(
            "action[" + i + "] must be finite and above 0, was " + factors[i]);
      }
    }
    return new Action(factors.clone());
  }

  /** The baseline's action: every factor 1. */
  public static Action ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return new Action(ones);
  }

  public int size() {
    return factors.length;
  }

  public double factor(int index) {
    return factors[index];
  }

  public double[] toArray() {
    return factors.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Action action && Arrays.equals(factors, action.factors);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(factors);
  }

  @Override
  public String toString() {
    return Arrays.toString(factors);
  }
}
