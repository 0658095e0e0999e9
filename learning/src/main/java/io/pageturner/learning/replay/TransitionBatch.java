package io.pageturner.learning.replay;

import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.network.NetworkInputs;
import io.pageturner.learning.network.Placement;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.tensorflow.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Transitions side by side as the arrays that an agent's update is fed with; filled again. */
public final class TransitionBatch {
  private final int capacity;
  private final int actionSize;
  private final StateBatch states;
  private final StateBatch nextStates;
  private final float[] actions; // [capacity, actions]
  private final float[] rewards; // [capacity]
  private final float[] continues; // [capacity] 0 when terminal
  private final float[] densities; // [capacity]
  private final float[] sigmas; // [agents]
  private final float[][] own; // [agents][capacity] 1 on the agent's own traffic
  private final int[] rows; // [capacity] of the replay
  private final float[] weights; // [capacity] importance weights
  private float[] errors; // [size] of the last update
  private int size;

  /** Where a batch is fed into a graph. */
  public record Inputs(
      NetworkInputs states,
      NetworkInputs nextStates,
      Operand<TFloat32> actions, // [batch, actions]
      Operand<TFloat32> rewards, // [batch]
      Operand<TFloat32> continues, // [batch]
      Operand<TFloat32> weights, // [batch]
      Operand<TFloat32> densities, // [batch]
      Operand<TFloat32> sigmas, // [agents]
      List<? extends Operand<TFloat32>> own) { // per agent [batch]

    /**
     * New placeholders.
     *
     * @param actionSize numbers of an action
     * @param agents number of agents
     */
    public static Inputs create(Ops tf, FeatureConfig config, int actionSize, int agents) {
      List<Operand<TFloat32>> own = new ArrayList<>();
      for (int k = 0; k < agents; k++) {
        own.add(placeholder(tf, "own_" + k, Shape.of(-1)));
      }
      return new Inputs(
          NetworkInputs.create(tf, "", config),
          NetworkInputs.create(tf, "next_", config),
          placeholder(tf, "actions", Shape.of(-1, actionSize)),
          placeholder(tf, "rewards", Shape.of(-1)),
          placeholder(tf, "continues", Shape.of(-1)),
          placeholder(tf, "weights", Shape.of(-1)),
          placeholder(tf, "densities", Shape.of(-1)),
          placeholder(tf, "sigmas", Shape.of(agents)),
          own);
    }

    private static Operand<TFloat32> placeholder(Ops tf, String name, Shape shape) {
      return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(shape));
    }
  }

  /**
   * An empty batch.
   *
   * @param actionSize numbers of an action
   * @param agents number of agents
   * @param capacity most transitions in it
   */
  public TransitionBatch(
      FeatureConfig config, ItemEmbeddings embeddings, int actionSize, int agents, int capacity) {
    this.capacity = capacity;
    this.actionSize = actionSize;
    this.states = new StateBatch(config, embeddings, capacity);
    this.nextStates = new StateBatch(config, embeddings, capacity);
    this.actions = new float[capacity * actionSize];
    this.rewards = new float[capacity];
    this.continues = new float[capacity];
    this.densities = new float[capacity];
    this.sigmas = new float[agents];
    this.own = new float[agents][capacity];
    this.rows = new int[capacity];
    this.weights = new float[capacity];
    this.errors = new float[capacity];
    clear();
  }

  public int capacity() {
    return capacity;
  }

  public int size() {
    return size;
  }

  /**
   * @throws IllegalArgumentException when there is nothing to learn from
   */
  public void requireAny() {
    if (size == 0) {
      throw new IllegalArgumentException("cannot learn from a batch of no transitions");
    }
  }

  /** How many rows are an agent's own traffic. */
  public int ownRows(int agent) {
    int rows = 0;
    for (int row = 0; row < size; row++) {
      rows += (int) own[agent][row];
    }
    return rows;
  }

  /** Where the transitions stand in the replay that filled it [capacity]. */
  int[] rows() {
    return rows;
  }

  /** What each row weighs in the losses of V and A [capacity]; 1 unless a replay said otherwise. */
  public float[] weights() {
    return weights;
  }

  /** y − V(s) of each row [size], as it was last told. */
  public float[] errors() {
    return errors;
  }

  /** Keeps y − V(s) of each row, as an update or several saw it [size]. */
  public void tell(float[] valueErrors) {
    errors = valueErrors;
  }

  /** Tells the σ that an agent explores with now, on the unit scale. */
  public void explore(int agent, double sigma) {
    sigmas[agent] = (float) sigma;
  }

  public void clear() {
    size = 0;
    Arrays.fill(weights, 1);
  }

  public void add(EncodedTransition transition) {
    if (size == capacity) {
      throw new IllegalStateException("the batch holds its " + capacity + " transitions already");
    }
    EncodedState state = transition.state();
    states.put(size, state);
    nextStates.put(size, transition.next().orElse(state)); // Counts nothing when terminal.
    System.arraycopy(transition.action(), 0, actions, size * actionSize, actionSize);
    rewards[size] = transition.reward();
    densities[size] = transition.density();
    continues[size] = transition.next().isPresent() ? 1 : 0;
    for (int agent = 0; agent < own.length; agent++) {
      own[agent][size] = transition.agent() == agent ? 1 : 0;
    }
    size++;
  }

  /** The states, and the states that came next. */
  public List<StateBatch> states() {
    return List.of(states, nextStates);
  }

  public void feed(Run run, Inputs inputs, Placement placement) {
    states.feed(run, inputs.states(), size, placement);
    nextStates.feed(run, inputs.nextStates(), size, placement);
    run.feed(inputs.actions(), actions, size, actionSize);
    run.feed(inputs.rewards(), rewards, size);
    run.feed(inputs.continues(), continues, size);
    run.feed(inputs.weights(), weights, size);
    run.feed(inputs.densities(), densities, size);
    run.feed(inputs.sigmas(), sigmas, sigmas.length);
    for (int agent = 0; agent < own.length; agent++) {
      run.feed(inputs.own().get(agent), own[agent], size);
    }
  }

  @Override
  public String toString() {
    return "TransitionBatch of "
        + size
        + ", rewards "
        + Arrays.toString(Arrays.copyOf(rewards, size));
  }
}
