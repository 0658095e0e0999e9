package io.pageturner.learning.agent;

import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * Exploration that takes any action with probability ε, else the best.
 *
 * @param epsilon ε by the steps made
 */
public record EpsilonGreedy(Schedule epsilon) {
  /**
   * @param actions how many there are to choose from
   * @param best the best action's index, asked only when it is taken
   */
  public int choose(RandomGenerator random, long steps, int actions, IntSupplier best) {
    return random.nextDouble() < epsilon.at(steps) ? random.nextInt(actions) : best.getAsInt();
  }

  /** The index of the largest; the first among equals. */
  public static int argMax(float... values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
