package io.pageturner.learning.replay;

/** How transitions are drawn from a replay. */
public sealed interface Sampling {
  /** Every transition equally likely. */
  record Uniform() implements Sampling {}

  /**
   * In proportion to (|δ| + ε)^α, corrected by importance weights (N·P)^−β divided by the largest
   * in the batch (Schaul et al., ICLR 2016, algorithm 1).
   *
   * @param alpha α, how much the error counts, in [0, 1]; 0 is uniform
   * @param beta β at the start, in [0, 1]
   * @param betaSteps draws of a batch until β is 1
   * @param epsilon ε added to every |δ|, so that none is never drawn
   */
  record Prioritised(double alpha, double beta, long betaSteps, double epsilon)
      implements Sampling {
    /** The paper's proportional variant. */
    public static final Prioritised DEFAULT = new Prioritised(0.6, 0.4, 100_000, 1e-6);

    public Prioritised {
      require(alpha >= 0 && alpha <= 1, "alpha must be in [0, 1]", alpha);
      require(beta >= 0 && beta <= 1, "beta must be in [0, 1]", beta);
      require(betaSteps >= 1, "betaSteps must be 1 or more", betaSteps);
      require(epsilon > 0 && epsilon < 1, "epsilon must be in (0, 1)", epsilon);
    }

    private static void require(boolean holds, String rule, double found) {
      if (!holds) {
        throw new IllegalArgumentException("replay." + rule + ", was " + found);
      }
    }
  }

  /** A way of drawing by its name, with the usual settings. */
  enum Kind {
    UNIFORM(new Uniform()),
    PRIORITISED(Prioritised.DEFAULT);

    private final Sampling sampling;

    Kind(Sampling sampling) {
      this.sampling = sampling;
    }

    public Sampling sampling() {
      return sampling;
    }
  }
}
