package io.pageturner.learning.replay;

import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ZScore;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A bounded memory of transitions; the oldest gives way to the newest.
 *
 * <p>States are kept as the encoder made them. When the z-scores move on, {@link #rebase} carries
 * the kept states over, so that the memory speaks one language at any moment.
 */
public final class Replay {
  private final int capacity;
  private final int actionSize;
  private final Draws draws;
  private final EncodedStates states;
  private final EncodedStates nextStates;
  private final float[] actions; // [capacity, actions]
  private final float[] rewards; // [capacity]
  private final float[] densities; // [capacity]
  private final int[] agents; // [capacity]
  private final int[] continues; // [capacity] 0 when terminal
  private int size;
  private int oldest;

  /** A memory that is drawn from uniformly. */
  public Replay(FeatureConfig config, int actionSize, int capacity) {
    this(config, actionSize, capacity, new Sampling.Uniform());
  }

  /**
   * @param actionSize numbers of an action
   * @param capacity most transitions kept
   * @param sampling how they are drawn
   */
  public Replay(FeatureConfig config, int actionSize, int capacity, Sampling sampling) {
    if (capacity < 1) {
      throw new IllegalArgumentException("replay.capacity must be 1 or more, was " + capacity);
    }
    this.capacity = capacity;
    this.actionSize = actionSize;
    this.draws = new Draws(sampling, capacity);
    this.states = new EncodedStates(config, capacity);
    this.nextStates = new EncodedStates(config, capacity);
    this.actions = new float[Math.multiplyExact(capacity, actionSize)];
    this.rewards = new float[capacity];
    this.densities = new float[capacity];
    this.agents = new int[capacity];
    this.continues = new int[capacity];
  }

  public int size() {
    return size;
  }

  public int capacity() {
    return capacity;
  }

  public void add(EncodedTransition transition) {
    int row = size < capacity ? size++ : oldest;
    oldest = (row + 1) % capacity;
    EncodedState state = transition.state();
    states.put(row, state);
    nextStates.put(row, transition.next().orElse(state));
    System.arraycopy(transition.action(), 0, actions, row * actionSize, actionSize);
    rewards[row] = transition.reward();
    densities[row] = transition.density();
    agents[row] = transition.agent();
    continues[row] = transition.next().isPresent() ? 1 : 0;
    draws.added(row);
  }

  /** Memory that its arrays take. */
  public long bytes() {
    long numbers = actions.length + 4L * capacity;
    return numbers * Float.BYTES + states.bytes() + nextStates.bytes() + draws.bytes();
  }

  /** Forgets everything kept. */
  public void clear() {
    size = 0;
    oldest = 0;
    draws.clear();
  }

  /** Fills {@code batch} to its capacity with draws, with replacement. */
  public void sample(RandomGenerator random, TransitionBatch batch) {
    batch.clear();
    draws.draw(random, size, batch.rows(), batch.weights());
    for (int row : batch.rows()) {
      batch.add(get(row));
    }
  }

  /** Takes up how wrong V was about a batch of draws that it has learned from. */
  public void learned(TransitionBatch batch) {
    draws.learned(batch.size(), batch.rows(), batch.errors());
  }

  private EncodedTransition get(int row) {
    return new EncodedTransition(
        states.get(row),
        Arrays.copyOfRange(actions, row * actionSize, (row + 1) * actionSize),
        rewards[row],
        continues[row] == 1 ? Optional.of(nextStates.get(row)) : Optional.empty(),
        agents[row],
        densities[row]);
  }

  /**
   * Carries the kept states from old to new z-scores: exact but for values that were cut at {@link
   * ZScore#LIMIT} or missing, which keep what they stood for.
   *
   * @param before the z-score per dense feature that kept states were encoded with
   * @param after the z-score per dense feature that states are encoded with from now on
   */
  public void rebase(List<ZScore> before, List<ZScore> after) {
    float[] scale = new float[before.size()];
    float[] shift = new float[before.size()];
    for (int i = 0; i < scale.length; i++) {
      double width = after.get(i).deviation();
      scale[i] = (float) (width == 0 ? 0 : before.get(i).deviation() / width);
      shift[i] = (float) (width == 0 ? 0 : (before.get(i).mean() - after.get(i).mean()) / width);
    }
    states.rescale(size, scale, shift, (float) ZScore.LIMIT);
    nextStates.rescale(size, scale, shift, (float) ZScore.LIMIT);
  }

  /**
   * Gives the transitions kept to other agents, as when there are more of them than before.
   *
   * @param now the agent of today by that of before
   */
  public void reassign(int[] now) {
    for (int row = 0; row < size; row++) {
      agents[row] = agents[row] == EncodedTransition.NO_AGENT ? agents[row] : now[agents[row]];
    }
  }

  /** Writes everything kept, for a checkpoint. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(size);
    out.writeInt(oldest);
    states.write(size, out);
    nextStates.write(size, out);
    Blocks.write(out, actions, size * actionSize);
    Blocks.write(out, rewards, size);
    Blocks.write(out, densities, size);
    Blocks.write(out, agents, size);
    Blocks.write(out, continues, size);
    draws.write(size, out);
  }

  /**
   * Reads what {@link #write} wrote; what was kept here before is forgotten.
   *
   * @throws IOException when the bytes end early or hold more than fits
   */
  public void read(DataInput in) throws IOException {
    int rows = in.readInt();
    int next = in.readInt();
    if (rows < 0 || rows > capacity || next < 0 || next >= capacity) {
      throw new IOException(
          "a replay of " + rows + " transitions does not fit into replay.capacity " + capacity);
    }
    states.read(rows, in);
    nextStates.read(rows, in);
    Blocks.read(in, actions, rows * actionSize);
    Blocks.read(in, rewards, rows);
    Blocks.read(in, densities, rows);
    Blocks.read(in, agents, rows);
    Blocks.read(in, continues, rows);
    draws.read(rows, in);
    size = rows;
    oldest = next;
  }
}
