package io.pageturner.learning.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** One run of a graph, fed from and read into Java arrays; closing it frees the inputs. */
public final class Run implements AutoCloseable {
  private final Session.Runner runner;
  private final List<Tensor> inputs = new ArrayList<>();
  private int fetches;

  Run(Session.Runner runner) {
    this.runner = runner;
  }

  /**
   * Feeds numbers.
   *
   * @param values row-major; the first product-of-{@code shape} numbers are taken
   */
  public Run feed(Operand<TFloat32> placeholder, float[] values, long... shape) {
    Shape of = Shape.of(shape);
    requireEnough(placeholder, values.length, of);
    return feed(
        placeholder,
        TFloat32.tensorOf(
            of, DataBuffers.of(values, true, false).narrow(of.size()))); // Copied by tensorOf.
  }

  /** Feeds whole numbers; as {@link #feed(Operand, float[], long...)}. */
  public Run feed(Operand<TInt32> placeholder, int[] values, long... shape) {
    Shape of = Shape.of(shape);
    requireEnough(placeholder, values.length, of);
    return feed(
        placeholder, TInt32.tensorOf(of, DataBuffers.of(values, true, false).narrow(of.size())));
  }

  /** Asks for an operand's value: the next array of {@link #floats()}. */
  public Run fetch(Operand<TFloat32> operand) {
    runner.fetch(operand);
    fetches++;
    return this;
  }

  /** Runs an operation for its effect. */
  public Run target(Op operation) {
    runner.addTarget(operation);
    return this;
  }

  /** Runs the graph and returns what was fetched, row-major, in the order of the fetches. */
  public float[][] floats() {
    try (Result result = runner.run()) {
      float[][] values = new float[fetches][];
      for (int i = 0; i < fetches; i++) {
        TFloat32 tensor = (TFloat32) result.get(i);
        values[i] = new float[Math.toIntExact(tensor.size())];
        tensor.copyTo(DataBuffers.of(values[i], false, false));
      }
      return values;
    }
  }

  @Override
  public void close() {
    inputs.forEach(Tensor::close);
  }

  private Run feed(Operand<?> placeholder, Tensor input) {
    inputs.add(input);
    runner.feed(placeholder, input);
    return this;
  }

  private static void requireEnough(Operand<?> placeholder, int found, Shape shape) {
    if (found < shape.size()) {
      throw new IllegalArgumentException(
          placeholder.asOutput().op().name()
              + " of shape "
              + Arrays.toString(shape.asArray())
              + " needs "
              + shape.size()
              + " numbers, got "
              + found);
    }
  }
}
