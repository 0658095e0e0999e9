package io.pageturner.simulator;

/** Checks that the settings records make of their numbers, each error naming the number. */
final class Checks {
  private Checks() {}

  static void atLeast(String name, double minimum, double value) {
    if (!(value >= minimum) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name + " must be finite and at least " + minimum + ", was " + value);
    }
  }

  static void positive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be finite and above 0, was " + value);
    }
  }

  static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1], was " + value);
    }
  }
}
