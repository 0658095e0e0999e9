package io.pageturner.learning.trainer;

/**
 * Settings of pre-training.
 *
 * @param epochs most passes over the training transitions
 * @param patience passes without a smaller error on the validation sessions before it stops
 */
public record PretrainingSettings(int epochs, int patience) {
  /** Ten passes, and it stops after two without progress. */
  public static final PretrainingSettings DEFAULT = new PretrainingSettings(10, 2);

  public PretrainingSettings {
    if (epochs < 1 || patience < 1) {
      throw new IllegalArgumentException(
          "pretraining.epochs and patience must be 1 or more, were " + epochs + ", " + patience);
    }
  }
}
