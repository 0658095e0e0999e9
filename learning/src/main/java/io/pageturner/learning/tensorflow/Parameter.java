package io.pageturner.learning.tensorflow;

import java.util.Arrays;
import org.tensorflow.Operand;
import org.tensorflow.op.core.Assign;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * One named block of numbers that training changes.
 *
 * @param name without {@code /}
 * @param shape one size per dimension; empty for a single number
 * @param variable what optimisers update and exporters write
 * @param value its value, for networks to read: some gradients (Square) crash on a variable itself
 * @param input what is fed to {@code assign}
 * @param assign sets the variable to {@code input}
 */
public record Parameter(
    String name,
    int[] shape,
    Variable<TFloat32> variable,
    Operand<TFloat32> value,
    Placeholder<TFloat32> input,
    Assign<TFloat32> assign) {

  /** How many numbers it holds. */
  public int size() {
    return InitialValues.size(shape);
  }

  long[] longShape() {
    return longs(shape);
  }

  static long[] longs(int[] shape) {
    return Arrays.stream(shape).asLongStream().toArray();
  }
}
