package io.pageturner.learning.embedding;

/**
 * A batch of skip-gram training pairs under construction; used by one thread.
 *
 * <p>Filled pair by pair, taken by a step, then cleared.
 */
final class PairBatch {
  private final int negatives;
  private final int[] centers; // [b]
  private final int[] targets; // [b, 1 + k]: the context item, then the noise items
  private int size;

  PairBatch(int capacity, int negatives) {
    this.negatives = negatives;
    this.centers = new int[capacity];
    this.targets = new int[capacity * (1 + negatives)];
  }

  /** Adds a pair; its noise items are set next with {@link #noise}. */
  void add(int center, int context) {
    centers[size] = center;
    targets[size * (1 + negatives)] = context;
    size++;
  }

  /** Sets noise item {@code k} of the pair that was added last. */
  void noise(int k, int item) {
    targets[(size - 1) * (1 + negatives) + 1 + k] = item;
  }

  boolean isFull() {
    return size == centers.length;
  }

  int size() {
    return size;
  }

  /** The items whose vectors are learned; the first {@code size} count. */
  int[] centers() {
    return centers;
  }

  /**
   * Per pair the context item, then the noise items; those of the first {@code size} pairs count.
   */
  int[] targets() {
    return targets;
  }

  void clear() {
    size = 0;
  }
}
