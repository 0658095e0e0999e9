package io.pageturner.learning.environment;

import java.util.Arrays;

/**
 * The actions of an environment.
 *
 * @param <A> type of an action
 */
public sealed interface Space<A> {
  /**
   * @throws IllegalArgumentException that says what is wrong with {@code action} here
   */
  void requireContains(A action, Observation observation);

  /**
   * The actions 0 … count − 1.
   *
   * @param count number of actions
   */
  record Discrete(int count) implements Space<Integer> {
    public Discrete {
      require(count >= 1, "count must be 1 or more, was " + count);
    }

    @Override
    public void requireContains(Integer action, Observation observation) {
      require(
          action >= 0 && action < count,
          "action must be within 0 and " + (count - 1) + ", was " + action);
    }
  }

  /**
   * Vectors between bounds.
   *
   * @param low smallest action, finite
   * @param high largest action, finite, above {@code low} in every dimension
   */
  record Box(float[] low, float[] high) implements Space<float[]> {
    public Box {
      require(low.length == high.length && low.length > 0, "low and high must be of one size");
      for (int i = 0; i < low.length; i++) {
        require(
            low[i] < high[i] && Float.isFinite(high[i] - low[i]),
            "low[" + i + "] = " + low[i] + " must be below high[" + i + "] = " + high[i]);
      }
    }

    /** One number between two bounds. */
    public Box(float low, float high) {
      this(new float[] {low}, new float[] {high});
    }

    /** How many numbers an action has. */
    public int size() {
      return low.length;
    }

    /** The action of u ∈ [−1, 1]ⁿ, linear; u beyond it is cut. */
    public float[] ofUnit(float[] unit) {
      float[] action = new float[unit.length];
      for (int i = 0; i < unit.length; i++) {
        float cut = Math.max(-1, Math.min(1, unit[i]));
        action[i] = cut(low[i] + (cut + 1) / 2 * (high[i] - low[i]), i);
      }
      return action;
    }

    /** u ∈ [−1, 1]ⁿ of an action. */
    public float[] unit(float[] action) {
      float[] unit = new float[action.length];
      for (int i = 0; i < action.length; i++) {
        unit[i] = 2 * (action[i] - low[i]) / (high[i] - low[i]) - 1;
      }
      return unit;
    }

    /** The nearest action within the bounds. */
    public float[] clip(float[] action) {
      float[] clipped = new float[action.length];
      for (int i = 0; i < action.length; i++) {
        clipped[i] = cut(action[i], i);
      }
      return clipped;
    }

    private float cut(float value, int i) {
      return Math.max(low[i], Math.min(high[i], value));
    }

    @Override
    public void requireContains(float[] action, Observation observation) {
      require(
          action.length == low.length,
          "action must have " + low.length + " numbers, had " + action.length);
      for (int i = 0; i < action.length; i++) {
        require(
            action[i] >= low[i] && action[i] <= high[i],
            "action[%d] must be within %s and %s, was %s".formatted(i, low[i], high[i], action[i]));
      }
    }

    @Override
    public String toString() {
      return "Box[" + Arrays.toString(low) + ", " + Arrays.toString(high) + "]";
    }
  }

  /**
   * The index of one of the candidates that each observation lists.
   *
   * @param most most candidates at once
   * @param features how many numbers describe a candidate
   */
  record Candidates(int most, int features) implements Space<Integer> {
    public Candidates {
      require(most >= 1, "most must be 1 or more, was " + most);
      require(features >= 1, "features must be 1 or more, was " + features);
    }

    @Override
    public void requireContains(Integer action, Observation observation) {
      int count = observation.candidates().size();
      require(
          action >= 0 && action < count,
          "action must be within 0 and " + (count - 1) + ", was " + action);
    }

    /**
     * @throws IllegalArgumentException unless the observation lists 1 … {@code most} candidates of
     *     {@code features} numbers each
     */
    public void requireFitting(Observation observation) {
      int count = observation.candidates().size();
      require(
          count >= 1 && count <= most,
          "an observation must list 1 to " + most + " candidates, listed " + count);
      for (float[] candidate : observation.candidates()) {
        require(
            candidate.length == features,
            "a candidate must have " + features + " numbers, had " + candidate.length);
      }
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
