package io.pageturner.learning.agent;

import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** An agent's parameters and its count of steps as {@link Weights}, and back. */
public final class Snapshots {
  /** Name of the tensor that holds the steps made. */
  public static final String STEPS = "steps";

  private static final long PART = 1 << 20; // A float is exact to 2²⁴.

  private Snapshots() {}

  /** All parameters and the optimisers' own by name, and the steps made. */
  public static Weights of(Parameters parameters, long steps) {
    Map<String, float[]> values = parameters.read();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : parameters.all()) {
      tensors.put(parameter.name(), new Tensor(parameter.shape(), values.get(parameter.name())));
    }
    tensors.put(STEPS, steps(steps));
    return Weights.of(tensors);
  }

  /**
   * Sets all parameters.
   *
   * @return the steps made
   * @throws IllegalArgumentException that names what does not fit; then nothing was set
   */
  public static long restore(Parameters parameters, Weights snapshot) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : parameters.all()) {
      requireShape(snapshot, parameter.name(), parameter.shape());
    }
    long steps = steps(snapshot);
    snapshot.asMap().forEach((name, tensor) -> values.put(name, tensor.values()));
    values.remove(STEPS);
    parameters.write(values);
    return steps;
  }

  /**
   * @throws IllegalArgumentException unless there is a tensor of this name and shape
   */
  public static void requireShape(Weights snapshot, String name, int... shape) {
    int[] found = snapshot.tensor(name).shape();
    if (!Arrays.equals(shape, found)) {
      throw new IllegalArgumentException(
          "%s is %s here, %s there"
              .formatted(name, Arrays.toString(shape), Arrays.toString(found)));
    }
  }

  /** A count of steps as two numbers that are exact in single precision. */
  public static Tensor steps(long steps) {
    return new Tensor(new int[] {2}, new float[] {Math.floorDiv(steps, PART), steps % PART});
  }

  /** What {@link #steps(long)} kept. */
  public static long steps(Weights snapshot) {
    requireShape(snapshot, STEPS, 2);
    Tensor kept = snapshot.tensor(STEPS);
    long parts = (long) kept.value(0);
    return parts * PART + (long) kept.value(1);
  }
}
