package io.pageturner.learning.environment;

import java.util.random.RandomGenerator;

/**
 * A world of one episode at a time: reset it, then step until a {@link Step} is done.
 *
 * <p>All its chance comes from the generator given to {@link #reset}: the same seed and actions
 * give the same episode. Used by one thread.
 *
 * @param <A> type of an action: {@code Integer} for {@link Space.Discrete} and {@link
 *     Space.Candidates}, {@code float[]} for {@link Space.Box}
 */
public interface Environment<A> {
  /** How many numbers {@link Observation#state()} has. */
  int stateSize();

  /** The actions. */
  Space<A> actions();

  /**
   * Begins an episode.
   *
   * @param random used until the next reset
   */
  Observation reset(RandomGenerator random);

  /** Acts once. */
  Step step(A action);
}
