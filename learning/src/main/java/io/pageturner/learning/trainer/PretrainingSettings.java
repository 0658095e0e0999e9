package io.pageturner.learning.trainer;

/**
 * Settings of pre-training.
 *
 * @param epochs most passes over the training transitions
 * @param patience passes without a smaller error on the validation sessions before it stops
 * @param split which sessions are held out
 */
public record PretrainingSettings(int epochs, int patience, Split split) {
  /** Ten passes, and it stops after two without progress. */
  public static final PretrainingSettings DEFAULT =
      new PretrainingSettings(10, 2, Split.BY_SESSION);

  /** How sessions are parted into those learned from, those to validate on and those held out. */
  public enum Split {
    /** 70, 10 and 20 % by a hash of the session: the held-out ones are of the same time. */
    BY_SESSION,
    /** The first 70 % in time order, the next 10 %, and the last 20 %: the future is held out. */
    IN_TIME_ORDER
  }

  public PretrainingSettings {
    if (epochs < 1 || patience < 1) {
      throw new IllegalArgumentException(
          "pretraining.epochs and patience must be 1 or more, were " + epochs + ", " + patience);
    }
  }
}
