package io.pageturner.learning.tensorflow;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/** Initial values of parameters, drawn from a seeded generator in plain Java. */
public final class InitialValues {
  private InitialValues() {}

  /** Every number 0. */
  public static float[] zeros(int... shape) {
    return new float[size(shape)];
  }

  /** Every number {@code value}. */
  public static float[] filled(double value, int... shape) {
    float[] values = zeros(shape);
    Arrays.fill(values, (float) value);
    return values;
  }

  /** Uniform in (−limit, limit). */
  public static float[] uniform(RandomGenerator random, double limit, int... shape) {
    float[] values = zeros(shape);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
    return values;
  }

  /**
   * Uniform with limit √(6 / (fan-in + fan-out)), for linear and tanh outputs (Glorot and Bengio,
   * AISTATS 2010, equation 16).
   *
   * @param shape […, in, out]; leading sizes are a convolution's window
   */
  public static float[] glorotUniform(RandomGenerator random, int... shape) {
    return uniform(random, Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape))), shape);
  }

  /**
   * Uniform with limit √(6 / fan-in), for ReLU layers (He et al., ICCV 2015, equation 10).
   *
   * @param shape […, in, out]; leading sizes are a convolution's window
   */
  public static float[] heUniform(RandomGenerator random, int... shape) {
    return uniform(random, Math.sqrt(6.0 / fanIn(shape)), shape);
  }

  /**
   * Orthonormal rows or columns, whichever are fewer, times {@code gain} (Saxe et al., ICLR 2014).
   *
   * @return [in, out]
   */
  public static float[] orthogonal(RandomGenerator random, double gain, int in, int out) {
    int few = Math.min(in, out);
    int many = Math.max(in, out);
    double[][] basis = new double[few][];
    for (int i = 0; i < few; i++) {
      basis[i] = DoubleStream.generate(random::nextGaussian).limit(many).toArray();
      for (int j = 0; j < i; j++) {
        subtract(basis[i], basis[j], dot(basis[i], basis[j]));
      }
      double norm = Math.sqrt(dot(basis[i], basis[i]));
      basis[i] = Arrays.stream(basis[i]).map(x -> x / norm).toArray();
    }
    float[] values = zeros(in, out);
    for (int i = 0; i < values.length; i++) {
      int row = i / out;
      int column = i % out;
      values[i] = (float) (gain * (in < out ? basis[row][column] : basis[column][row]));
    }
    return values;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void subtract(double[] from, double[] what, double times) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= times * what[i];
    }
  }

  /** Product of a shape's sizes; 1 for a single number. */
  public static int size(int... shape) {
    int size = 1;
    for (int part : shape) {
      size = Math.multiplyExact(size, part);
    }
    return size;
  }

  private static int fanIn(int[] shape) {
    return size(shape) / shape[shape.length - 1];
  }

  private static int fanOut(int[] shape) {
    return size(shape) / shape[shape.length - 2];
  }
}
