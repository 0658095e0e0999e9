package io.pageturner.app.config;

import io.pageturner.learning.tensorflow.FtrlSettings;
import io.pageturner.learning.tensorflow.Optimiser;
import io.pageturner.learning.tensorflow.SgdSettings;

/**
 * How linear heads move; read for every algorithm, used by {@code linear-heads}.
 *
 * @param optimiser ftrl or sgd
 * @param rate α of FTRL, η of SGD
 * @param beta β of FTRL
 * @param l1 λ₁ of FTRL
 * @param l2 λ₂ of FTRL
 */
public record LinearHeadsConfig(Kind optimiser, double rate, double beta, double l1, double l2) {
  /** The optimisers by name. */
  public enum Kind {
    FTRL,
    SGD
  }

  /** The gradients of one objective are scaled down to this norm. */
  private static final double CLIP_NORM = 10;

  public LinearHeadsConfig {
    optimiser(optimiser, rate, beta, l1, l2); // Its own rules hold.
  }

  static LinearHeadsConfig read(ConfigSection section) {
    Kind kind = section.oneOf("optimiser", Kind.class);
    return section.record(
        () ->
            new LinearHeadsConfig(
                kind,
                section.real("rate"),
                section.real("beta"),
                section.real("l1"),
                section.real("l2")),
        new LinearHeadsConfig(Kind.FTRL, 1, 1, 0, 0));
  }

  /** As the learner knows it. */
  public Optimiser settings() {
    return optimiser(optimiser, rate, beta, l1, l2);
  }

  private static Optimiser optimiser(Kind kind, double rate, double beta, double l1, double l2) {
    return switch (kind) {
      case FTRL -> new FtrlSettings(rate, beta, l1, l2, CLIP_NORM);
      case SGD -> new SgdSettings(rate, CLIP_NORM);
    };
  }
}
