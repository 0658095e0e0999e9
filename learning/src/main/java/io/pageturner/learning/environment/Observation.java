package io.pageturner.learning.environment;

import java.util.List;

/**
 * What an agent sees of the world.
 *
 * @param state numbers of fixed size, not changed afterwards
 * @param candidates the features of each candidate that may be chosen now; empty unless the actions
 *     are {@link Space.Candidates}
 */
public record Observation(float[] state, List<float[]> candidates) {
  public Observation {
    candidates = List.copyOf(candidates);
  }

  /** An observation without candidates. */
  public static Observation of(float... state) {
    return new Observation(state, List.of());
  }

  /** The numbers, rounded to single precision. */
  public static Observation of(double... state) {
    float[] rounded = new float[state.length];
    for (int i = 0; i < state.length; i++) {
      rounded[i] = (float) state[i];
    }
    return of(rounded);
  }

  /**
   * @throws IllegalArgumentException unless the state is {@code size} finite numbers, and those of
   *     candidates are finite
   */
  public void requireFitting(int size) {
    if (state.length != size) {
      throw new IllegalArgumentException(
          "state must have %d numbers, had %d".formatted(size, state.length));
    }
    requireFinite("state", state);
    for (int i = 0; i < candidates.size(); i++) {
      requireFinite("candidates[" + i + "]", candidates.get(i));
    }
  }

  private static void requireFinite(String name, float[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      if (!Float.isFinite(numbers[i])) {
        throw new IllegalArgumentException(
            "%s[%d] must be finite, was %s".formatted(name, i, numbers[i]));
      }
    }
  }
}
