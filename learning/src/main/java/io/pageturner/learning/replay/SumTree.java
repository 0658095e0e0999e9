package io.pageturner.learning.replay;

import java.util.Arrays;

/**
 * A binary tree of sums over weights: one weight changes, or a draw in proportion to the weights is
 * found, in O(log n) (Schaul et al., "Prioritized experience replay", ICLR 2016, appendix B.2.1).
 *
 * <p>Node 1 is the root, the children of node i are 2i and 2i + 1, the leaves come last.
 */
public final class SumTree {
  private final int leaves; // a power of two
  private final double[] sums;

  /**
   * @param capacity number of weights; all start at 0
   */
  public SumTree(int capacity) {
    if (capacity < 1 || capacity > 1 << 29) {
      throw new IllegalArgumentException("capacity must be in [1, 2^29], was " + capacity);
    }
    this.leaves = Integer.highestOneBit(Math.max(1, 2 * capacity - 1));
    this.sums = new double[2 * leaves];
  }

  /** Sum of all weights. */
  public double total() {
    return sums[1];
  }

  /** Memory that it takes. */
  public long bytes() {
    return (long) sums.length * Double.BYTES;
  }

  public double get(int index) {
    return sums[leaves + index];
  }

  /** Sets all weights to 0. */
  public void clear() {
    Arrays.fill(sums, 0);
  }

  /** Sets a weight, 0 or more. */
  public void set(int index, double weight) {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weight of " + index + " must be finite and 0 or more, was " + weight);
    }
    int node = leaves + index;
    sums[node] = weight;
    while (node > 1) {
      node /= 2;
      sums[node] = sums[2 * node] + sums[2 * node + 1]; // Summed anew: no drift.
    }
  }

  /**
   * The index i for which w₀ + … + wᵢ₋₁ ≤ mass &lt; w₀ + … + wᵢ.
   *
   * @param mass in [0, {@link #total()})
   */
  public int find(double mass) {
    int node = 1;
    double rest = mass;
    while (node < leaves) {
      node *= 2;
      // Rounding must not lead into a branch of no weight.
      if (rest >= sums[node] && sums[node + 1] > 0) {
        rest -= sums[node];
        node++;
      }
    }
    return node - leaves;
  }
}
