package io.pageturner.learning.ranking;

import java.util.random.RandomGenerator;

/**
 * Training on every positive and a share w of the negatives, and what takes its effect on the
 * probabilities back.
 *
 * <p>The odds of the sample are 1/w times the true ones, so a probability p learned from it stands
 * for
 *
 * <pre>  q = p / (p + (1 − p) / w)</pre>
 *
 * (X. He et al., "Practical lessons from predicting clicks on ads at Facebook", ADKDD 2014, eq. 4),
 * which on the scale of logits is a shift by ln w (King and Zeng, "Logistic regression in rare
 * events data", 2001, eq. 7).
 *
 * @param rate w, in (0, 1]
 */
record NegativeSampling(double rate) {
  NegativeSampling {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("negativeRate must be in (0, 1], was " + rate);
    }
  }

  /** Whether a sample is trained on. */
  boolean keeps(boolean positive, RandomGenerator random) {
    return positive || rate == 1 || random.nextDouble() < rate;
  }

  /** What is added to a logit learned from the sample: ln w. */
  double logitShift() {
    return Math.log(rate);
  }

  /** The probability q that a logit learned from the sample stands for. */
  double probability(double logit) {
    return 1 / (1 + Math.exp(-(logit + logitShift())));
  }
}
