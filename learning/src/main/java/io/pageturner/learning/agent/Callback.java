package io.pageturner.learning.agent;

/** What is told while an agent trains; calls come one at a time. */
public interface Callback {
  /**
   * An episode ended.
   *
   * @param steps all workers' steps so far
   * @param episodeReturn undiscounted sum of its rewards, with exploration
   * @param length its steps
   */
  default void episodeEnded(long steps, double episodeReturn, int length) {}

  /** The agent was evaluated: {@code soFar.last()} after {@code soFar.steps()}. */
  default void evaluated(TrainingReport soFar) {}

  /** Whether to stop now; asked when an episode ended and after an evaluation. */
  default boolean stop() {
    return false;
  }
}
