package io.pageturner.lifecycle;

import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable block of 32-bit numbers with a shape, row-major: the last dimension varies fastest.
 *
 * <p>Both accessors return copies; a reader in a hot path keeps what it got.
 *
 * @param shape one size per dimension, each 0 or more; empty for a single number
 * @param values as many as the product of {@code shape}; NaN and infinities are representable, so
 *     that a gate can find them
 */
public record Tensor(int[] shape, float[] values) {
  public Tensor {
    shape = shape.clone();
    values = values.clone();
    long size = sizeOf(shape);
    if (size != values.length) {
      throw new IllegalArgumentException(
          "a tensor of shape "
              + Arrays.toString(shape)
              + " has "
              + size
              + " values, got "
              + values.length);
    }
  }

  /**
   * The number of values of a shape.
   *
   * @throws IllegalArgumentException when a dimension is negative or the product exceeds an array
   */
  static int sizeOf(int[] shape) {
    long size = 1;
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] < 0) {
        throw new IllegalArgumentException(
            "shape["
                + i
                + "] must be 0 or more, was "
                + shape[i]
                + " in "
                + Arrays.toString(shape));
      }
      size *= shape[i];
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(shape) + " has more values than fit into one tensor");
      }
    }
    return (int) size;
  }

  @Override
  public int[] shape() {
    return shape.clone();
  }

  @Override
  public float[] values() {
    return values.clone();
  }

  public int size() {
    return values.length;
  }

  /** The value at {@code index} in row-major order. */
  public float value(int index) {
    return values[index];
  }

  /** Equal shapes and equal bits: NaN equals NaN, 0 and −0 differ. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(shape), Arrays.hashCode(values));
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
