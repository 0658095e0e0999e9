package io.pageturner.learning.agent.actorcritic;

import io.pageturner.learning.agent.Returns;
import io.pageturner.learning.environment.Step;
import java.util.Arrays;

/** The last steps of several workers side by side, until they are learned from. */
final class Rollout {
  private final int stateSize;
  private final int actionSize;
  private final int length; // steps a worker
  private final float[] states; // [workers · length, states]
  private final float[] nextStates; // [workers · length, states]
  private final float[] actions; // [workers · length, actions]
  private final double[] rewards; // [workers · length]
  private final boolean[] terminated; // [workers · length]
  private final boolean[] ends; // [workers · length]
  private final int[] filled; // [workers]

  Rollout(int workers, int length, int stateSize, int actionSize) {
    this.length = length;
    this.stateSize = stateSize;
    this.actionSize = actionSize;
    int rows = workers * length;
    this.states = new float[rows * stateSize];
    this.nextStates = new float[rows * stateSize];
    this.actions = new float[rows * actionSize];
    this.rewards = new double[rows];
    this.terminated = new boolean[rows];
    this.ends = new boolean[rows];
    this.filled = new int[workers];
  }

  /**
   * @throws IllegalStateException when the worker has made its steps: it must wait for the others
   */
  void add(int worker, float[] state, float[] action, Step step) {
    if (filled[worker] == length) {
      throw new IllegalStateException(
          "worker %d has made its %d steps; others have made %s"
              .formatted(worker, length, Arrays.toString(filled)));
    }
    int row = worker * length + filled[worker]++;
    System.arraycopy(state, 0, states, row * stateSize, stateSize);
    System.arraycopy(step.next().state(), 0, nextStates, row * stateSize, stateSize);
    System.arraycopy(action, 0, actions, row * actionSize, actionSize);
    rewards[row] = step.reward();
    terminated[row] = step.terminated();
    ends[row] = step.done();
  }

  /** Whether every worker has made its steps. */
  boolean full() {
    return Arrays.stream(filled).allMatch(steps -> steps == length);
  }

  void clear() {
    Arrays.fill(filled, 0);
  }

  /** Forgets one worker's steps. */
  void clear(int worker) {
    filled[worker] = 0;
  }

  int rows() {
    return rewards.length;
  }

  float[] states() {
    return states;
  }

  float[] nextStates() {
    return nextStates;
  }

  float[] actions() {
    return actions;
  }

  /**
   * Advantages of all rows, each worker's stretch for itself.
   *
   * @param values V(s) [rows]
   * @param next V(s') [rows]; taken as 0 where s' is terminal
   */
  float[] advantages(float[] values, float[] next, double gamma, double lambda) {
    float[] advantages = new float[rows()];
    for (int from = 0; from < rows(); from += length) {
      double[] after = new double[length];
      double[] before = new double[length];
      for (int t = 0; t < length; t++) {
        before[t] = values[from + t];
        after[t] = terminated[from + t] ? 0 : next[from + t];
      }
      double[] found =
          Returns.gae(
              Arrays.copyOfRange(rewards, from, from + length),
              before,
              after,
              Arrays.copyOfRange(ends, from, from + length),
              gamma,
              lambda);
      for (int t = 0; t < length; t++) {
        advantages[from + t] = (float) found[t];
      }
    }
    return advantages;
  }
}
