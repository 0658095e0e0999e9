package io.pageturner.learning.feed;

import io.pageturner.learning.ids.GrowingTables;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.lifecycle.Weights;

/**
 * What learns the policies of a feed's agents, each from its own bucket, from batches of pages.
 *
 * <p>Agents are told by their index, in the order in which they were named. Used by one thread;
 * closing it frees its native memory.
 */
public interface PolicyLearner extends AutoCloseable {
  /**
   * One step of everything on the rows that it may learn from.
   *
   * @throws IllegalArgumentException when the batch is empty
   */
  UpdateFigures update(TransitionBatch batch);

  /** One step of what tells values alone; the policies stay. */
  UpdateFigures updateValue(TransitionBatch batch);

  /** What the first {@code rows} states are worth [rows], in the feed's own units of reward. */
  float[] values(StateBatch states, int rows);

  /** μ(s) of the first {@code rows} states [rows, actions] on the unit scale. */
  float[] unitActions(int agent, StateBatch states, int rows);

  /** How many numbers are learned; optimisers and copies not counted. */
  long size();

  /** The tables that grow with their ids; empty when the configuration has no such feature. */
  GrowingTables tables();

  /** What serving needs of an agent: {@code state_…} and {@code actor_…}, at one moment. */
  Weights policyWeights(int agent);

  /** All parameters and the optimisers' own by name, at one moment. */
  Weights snapshot();

  /**
   * Continues from a snapshot; a parameter that it lacks stays as it is.
   *
   * @throws IllegalArgumentException that names the parameter which does not fit; nothing was set
   */
  void restore(Weights snapshot);

  /** A snapshot in which an agent has the parameters of another, and an optimiser of its own. */
  Weights withHeads(Weights snapshot, int from, int to);

  @Override
  void close();
}
