package io.pageturner.learning.agent;

/** A number that changes with the environment's steps: a learning rate, ε, a clip range. */
public sealed interface Schedule {
  /** The number after so many steps. */
  double at(long steps);

  /** Always the same. */
  static Schedule constant(double value) {
    return new Linear(value, value, 1);
  }

  /** From {@code start} to {@code end} over {@code steps}, then {@code end}. */
  static Schedule linear(double start, double end, long steps) {
    return new Linear(start, end, steps);
  }

  /**
   * A straight line, then level.
   *
   * @param start at step 0
   * @param end from {@code steps} on
   * @param steps length of the line
   */
  record Linear(double start, double end, long steps) implements Schedule {
    public Linear {
      require(start, end, steps);
    }

    @Override
    public double at(long step) {
      return start + Math.min(1, (double) step / steps) * (end - start);
    }

    @Override
    public String toString() {
      return start == end ? Double.toString(start) : start + " to " + end + " over " + steps;
    }
  }

  /**
   * Half a cosine wave, then level (Loshchilov and Hutter, ICLR 2017, without restarts).
   *
   * @param start at step 0
   * @param end from {@code steps} on
   * @param steps length of the half wave
   */
  record Cosine(double start, double end, long steps) implements Schedule {
    public Cosine {
      require(start, end, steps);
    }

    @Override
    public double at(long step) {
      double share = Math.min(1, (double) step / steps);
      return end + (start - end) * (1 + Math.cos(Math.PI * share)) / 2;
    }
  }

  /**
   * A decay by half every so many steps, never below {@code end}.
   *
   * @param start at step 0
   * @param end least value
   * @param steps to half of it
   */
  record Exponential(double start, double end, long steps) implements Schedule {
    public Exponential {
      require(start, end, steps);
    }

    @Override
    public double at(long step) {
      return Math.max(end, start * Math.pow(0.5, (double) step / steps));
    }
  }

  private static void require(double start, double end, long steps) {
    if (!Double.isFinite(start) || !Double.isFinite(end) || steps < 1) {
      throw new IllegalArgumentException(
          "a schedule needs finite ends and 1 step or more, was "
              + start
              + ", "
              + end
              + ", "
              + steps);
    }
  }
}
