package io.pageturner.learning.agent;

/**
 * Settings of a {@link Training}.
 *
 * @param steps of the environments, all workers together
 * @param seed of the environments
 * @param evaluateEvery steps between two evaluations; 0 for one at the end only
 * @param evaluationEpisodes episodes of an evaluation, with the agent's best actions
 */
public record TrainingSettings(long steps, long seed, long evaluateEvery, int evaluationEpisodes) {
  public TrainingSettings {
    require(steps >= 1, "steps must be 1 or more", steps);
    require(evaluateEvery >= 0, "evaluateEvery must be 0 or more", evaluateEvery);
    require(evaluationEpisodes >= 1, "evaluationEpisodes must be 1 or more", evaluationEpisodes);
  }

  /** So many steps with seed 1, and one evaluation of 20 episodes at the end. */
  public static TrainingSettings of(long steps) {
    return new TrainingSettings(steps, 1, 0, 20);
  }

  /** The same with another seed. */
  public TrainingSettings withSeed(long other) {
    return new TrainingSettings(steps, other, evaluateEvery, evaluationEpisodes);
  }

  /** The same with an evaluation every so many steps. */
  public TrainingSettings withEvaluation(long every, int episodes) {
    return new TrainingSettings(steps, seed, every, episodes);
  }

  private static void require(boolean holds, String rule, long found) {
    if (!holds) {
      throw new IllegalArgumentException("training." + rule + ", was " + found);
    }
  }
}
