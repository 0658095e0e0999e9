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
}
