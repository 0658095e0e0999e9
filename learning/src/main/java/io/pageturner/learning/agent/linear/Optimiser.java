package io.pageturner.learning.agent.linear;

/** How a linear model's weights, all 0 at first, move. */
public sealed interface Optimiser {
  /** A model of {@code size} weights that learns this way. */
  LinearModel model(int size);

  /**
   * FTRL-Proximal with a learning rate per coordinate (McMahan et al., "Ad click prediction: a view
   * from the trenches", KDD 2013, algorithm 1).
   *
   * @param alpha α, above 0
   * @param beta β, 0 or more; about 1 by the paper
   * @param l1 λ₁: a weight whose evidence |z| stays within it is exactly 0
   * @param l2 λ₂
   */
  record FtrlProximal(double alpha, double beta, double l1, double l2) implements Optimiser {
    public FtrlProximal {
      require(alpha > 0, "alpha must be above 0", alpha);
      require(beta >= 0, "beta must be 0 or more", beta);
      require(l1 >= 0, "l1 must be 0 or more", l1);
      require(l2 >= 0, "l2 must be 0 or more", l2);
    }

    @Override
    public LinearModel model(int size) {
      return new FtrlModel(size, this);
    }
  }

  /**
   * w ← w − η·slope·x.
   *
   * @param rate η, above 0
   */
  record Sgd(double rate) implements Optimiser {
    public Sgd {
      require(rate > 0, "rate must be above 0", rate);
    }

    @Override
    public LinearModel model(int size) {
      return new SgdModel(size, this);
    }
  }

  private static void require(boolean holds, String rule, double found) {
    if (!holds || !Double.isFinite(found)) {
      throw new IllegalArgumentException("linear-heads." + rule + " and finite, was " + found);
    }
  }
}
