package io.pageturner.learning.agent;

import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Step;
import io.pageturner.lifecycle.Weights;
import java.util.Map;

/**
 * What acts in environments and learns from what comes of it.
 *
 * <p>An agent may play several environments side by side, each by its worker. Closing it frees its
 * native memory.
 *
 * @param <A> type of an action
 */
public interface Agent<A> extends AutoCloseable {
  /** Short name, as in {@code dqn}. */
  String name();

  /**
   * What an agent that goes on from its {@link #snapshot} must have in common with it, by name, but
   * for {@link #name()} and what the shapes of the tensors tell: activations, kinds of heads and
   * actions. Not what may change on the way, such as learning rates.
   */
  default Map<String, String> identity() {
    return Map.of();
  }

  /** How many environments it learns from side by side. */
  default int workers() {
    return 1;
  }

  /** Whether each worker has a thread of its own; else all are called by one thread in turn. */
  default boolean asynchronous() {
    return false;
  }

  /**
   * A new episode begins for a worker that may have left its last one unfinished: whatever came
   * before is let go, and nothing is learned across the gap. Called before a run's first step, not
   * between the episodes of a run: those end with a {@link Step#done()}.
   */
  default void begin(int worker) {}

  /** The action that it holds for the best. */
  A act(Observation observation);

  /** The action that it learns with: explores. */
  A explore(int worker, Observation observation);

  /**
   * Learns from a step.
   *
   * @param action what {@link #explore} returned for {@code observation}
   */
  void learn(int worker, Observation observation, A action, Step step);

  /** Everything learned, optimisers included, by name; replay and random numbers are not. */
  Weights snapshot();

  /**
   * Continues from a snapshot.
   *
   * @throws IllegalArgumentException that names what does not fit; then nothing was changed
   */
  void restore(Weights snapshot);

  @Override
  void close();
}
