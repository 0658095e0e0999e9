package io.pageturner.domain;

import java.time.Instant;
import java.util.Objects;

/** Checks that the domain's records make of their parts, each error naming the part. */
final class Values {
  private Values() {}

  static double finite(String name, double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be a finite number, was " + value);
    }
    return value;
  }

  static int atLeast(String name, int minimum, int value) {
    if (value < minimum) {
      throw new IllegalArgumentException(name + " must be " + minimum + " or more, was " + value);
    }
    return value;
  }

  static <T> T present(String name, T value) {
    return Objects.requireNonNull(value, () -> name + " is missing");
  }

  /** The log's times have milliseconds; finer parts are cut so that a time survives the log. */
  static Instant millis(String name, Instant value) {
    return Instant.ofEpochMilli(present(name, value).toEpochMilli());
  }
}
