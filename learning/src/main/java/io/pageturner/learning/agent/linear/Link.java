package io.pageturner.learning.agent.linear;

/** What turns a linear score into a prediction. */
public enum Link {
  /** The score itself, with the squared loss. */
  IDENTITY {
    @Override
    double of(double score) {
      return score;
    }

    @Override
    boolean admits(double target) {
      return Double.isFinite(target);
    }
  },
  /** 1/(1 + e^−score), with the logarithmic loss; targets are probabilities. */
  LOGISTIC {
    @Override
    double of(double score) {
      return 1 / (1 + Math.exp(-score));
    }

    @Override
    boolean admits(double target) {
      return target >= 0 && target <= 1;
    }
  };

  abstract double of(double score);

  /** Whether it can learn this target. */
  abstract boolean admits(double target);
}
