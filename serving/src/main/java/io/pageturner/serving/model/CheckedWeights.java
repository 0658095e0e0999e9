package io.pageturner.serving.model;

import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.Arrays;

/**
 * The weights of a bundle, given out only in the shapes that the feature configuration asks for.
 */
record CheckedWeights(Weights weights) {
  /**
   * The values of a tensor, row-major; the array belongs to the caller.
   *
   * @throws IllegalArgumentException when the tensor is missing or of another shape
   */
  float[] read(String name, int... shape) {
    return checked(name, weights.tensor(name), shape);
  }

  /** The values of a table [rows, dimension] of however many rows; as {@link #read}. */
  float[] readRows(String name, int dimension) {
    Tensor tensor = weights.tensor(name);
    return checked(name, tensor, tensor.size() / dimension, dimension);
  }

  private static float[] checked(String name, Tensor tensor, int... shape) {
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new IllegalArgumentException(
          "tensor "
              + name
              + " has shape "
              + Arrays.toString(tensor.shape())
              + ", the bundle's features.yaml asks for "
              + Arrays.toString(shape));
    }
    return tensor.values();
  }
}
