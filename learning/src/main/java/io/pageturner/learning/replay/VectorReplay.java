package io.pageturner.learning.replay;

import java.util.random.RandomGenerator;

/**
 * A bounded memory of ⟨s, a, R, γ', s'⟩ as flat arrays, the oldest giving way to the newest.
 *
 * <p>γ' is what V(s') counts with: γ, γⁿ after n steps, 0 when s' is terminal.
 */
public final class VectorReplay {
  private final int capacity;
  private final int stateSize;
  private final int actionSize;
  private final Draws draws;
  private final float[] states; // [capacity, states]
  private final float[] nextStates; // [capacity, states]
  private final float[] actions; // [capacity, actions]
  private final float[] rewards; // [capacity]
  private final float[] discounts; // [capacity]
  private int size;
  private int next;

  /**
   * Transitions side by side, filled again by each draw.
   *
   * @param rows where they stand in the replay
   * @param weights importance weights in (0, 1], 1 when uniform
   */
  public record Batch(
      int size,
      int[] rows, // [batch]
      float[] states, // [batch, states]
      float[] actions, // [batch, actions]
      float[] rewards, // [batch]
      float[] discounts, // [batch]
      float[] nextStates, // [batch, states]
      float[] weights) {} // [batch]

  /**
   * @param capacity most transitions kept
   */
  public VectorReplay(int stateSize, int actionSize, int capacity, Sampling sampling) {
    if (capacity < 1) {
      throw new IllegalArgumentException("replay.capacity must be 1 or more, was " + capacity);
    }
    this.capacity = capacity;
    this.stateSize = stateSize;
    this.actionSize = actionSize;
    this.draws = new Draws(sampling, capacity);
    this.states = new float[Math.multiplyExact(capacity, stateSize)];
    this.nextStates = new float[Math.multiplyExact(capacity, stateSize)];
    this.actions = new float[Math.multiplyExact(capacity, actionSize)];
    this.rewards = new float[capacity];
    this.discounts = new float[capacity];
  }

  public int size() {
    return size;
  }

  /** Memory that its arrays take. */
  public long bytes() {
    long floats = 2L * states.length + actions.length + 2L * capacity;
    return floats * Float.BYTES + draws.bytes();
  }

  /** Keeps a transition; a new one has the largest priority so far. */
  public void add(float[] state, float[] action, double reward, double discount, float[] after) {
    if (!Double.isFinite(reward)) {
      throw new IllegalArgumentException("reward must be finite, was " + reward);
    }
    System.arraycopy(state, 0, states, next * stateSize, stateSize);
    System.arraycopy(after, 0, nextStates, next * stateSize, stateSize);
    System.arraycopy(action, 0, actions, next * actionSize, actionSize);
    rewards[next] = (float) reward;
    discounts[next] = (float) discount;
    draws.added(next);
    next = (next + 1) % capacity;
    size = Math.min(capacity, size + 1);
  }

  /** A batch's arrays. */
  public Batch batch(int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("replay.batchSize must be 1 or more, was " + batchSize);
    }
    return new Batch(
        batchSize,
        new int[batchSize],
        new float[batchSize * stateSize],
        new float[batchSize * actionSize],
        new float[batchSize],
        new float[batchSize],
        new float[batchSize * stateSize],
        new float[batchSize]);
  }

  /** Fills {@code batch} with draws, with replacement. */
  public void sample(RandomGenerator random, Batch batch) {
    draws.draw(random, size, batch.rows(), batch.weights());
    for (int i = 0; i < batch.size(); i++) {
      copy(batch.rows()[i], i, batch);
    }
  }

  private void copy(int row, int i, Batch batch) {
    System.arraycopy(states, row * stateSize, batch.states(), i * stateSize, stateSize);
    System.arraycopy(nextStates, row * stateSize, batch.nextStates(), i * stateSize, stateSize);
    System.arraycopy(actions, row * actionSize, batch.actions(), i * actionSize, actionSize);
    batch.rewards()[i] = rewards[row];
    batch.discounts()[i] = discounts[row];
  }

  /**
   * Tells how wrong the learner was about the batch.
   *
   * @param errors δ [batch]
   */
  public void learned(Batch batch, float[] errors) {
    draws.learned(batch.size(), batch.rows(), errors);
  }
}
