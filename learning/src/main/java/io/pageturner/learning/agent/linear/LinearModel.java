package io.pageturner.learning.agent.linear;

import java.util.Map;

/** w·x, learned from one example at a time. Used by one thread. */
interface LinearModel {
  /** w·x of x [size]. */
  double score(float[] x);

  /**
   * One step.
   *
   * @param x [size]
   * @param slope ∂loss/∂score at x
   */
  void learn(float[] x, double slope);

  /** The arrays that are all it has learned, by name; they are its own, not copies. */
  Map<String, float[]> memory();
}
