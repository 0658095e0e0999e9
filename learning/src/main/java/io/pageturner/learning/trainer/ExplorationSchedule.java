package io.pageturner.learning.trainer;

import io.pageturner.lifecycle.PolicySpec.Exploration;

/**
 * How an agent's exploration fades (SPEC 2.5); executed in serving.
 *
 * @param kind of the exploration
 * @param sigmaStart σ of the first version, on the unit scale; of ε-greedy it is ε
 * @param sigmaEnd σ, or ε, from {@code transitions} on
 * @param transitions over how many of the agent's own transitions σ falls, linearly
 * @param theta θ, see {@link Exploration}
 */
public record ExplorationSchedule(
    Exploration.Kind kind, double sigmaStart, double sigmaEnd, long transitions, double theta) {
  /** From wide to narrow over 30,000 pages: enough left to notice that users change. */
  public static final ExplorationSchedule DEFAULT =
      new ExplorationSchedule(Exploration.Kind.GAUSSIAN, 0.4, 0.15, 30_000, 0.15);

  public ExplorationSchedule {
    if (transitions < 1) {
      throw new IllegalArgumentException(
          "exploration.transitions must be 1 or more, was " + transitions);
    }
    if (!(sigmaEnd <= sigmaStart)) {
      throw new IllegalArgumentException(
          "exploration.sigmaEnd must be at most sigmaStart = " + sigmaStart + ", was " + sigmaEnd);
    }
    new Exploration(kind, sigmaStart, theta);
    new Exploration(kind, sigmaEnd, theta);
  }

  /** The exploration after so many transitions of the agent's own. */
  public Exploration after(long ownTransitions) {
    double share = Math.min(1, (double) ownTransitions / transitions);
    return new Exploration(kind, sigmaStart + share * (sigmaEnd - sigmaStart), theta);
  }
}
