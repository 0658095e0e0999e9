package io.pageturner.learning.environment;

import java.util.function.Function;
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

  /**
   * The world of a Markov decision process: what is seen is all that it knows.
   *
   * @param start what is seen first
   * @param dynamics what an action leads to
   */
  static <A> Environment<A> of(
      Space<A> actions, Function<RandomGenerator, Observation> start, Dynamics<A> dynamics) {
    return new MarkovEnvironment<>(actions, start, dynamics);
  }

  /**
   * What an action leads to, by what is seen alone.
   *
   * @param <A> type of an action
   */
  @FunctionalInterface
  interface Dynamics<A> {
    /**
     * @param random the chance of the episode
     */
    Step step(Observation seen, A action, RandomGenerator random);
  }

  /** The same with episodes that are truncated after so many steps. */
  default Environment<A> limited(int steps) {
    return new TimeLimit<>(this, steps);
  }
}
