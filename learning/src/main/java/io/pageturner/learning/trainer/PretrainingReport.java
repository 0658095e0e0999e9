package io.pageturner.learning.trainer;

/**
 * How well the pre-trained V tells the discounted return of sessions that it has not seen.
 *
 * @param sessions all sessions of the log
 * @param trainingTransitions transitions learned from
 * @param heldOutTransitions transitions of held-out sessions that were seen to their end
 * @param epochs passes made
 * @param valueError mean of (return − V(s))² over the held-out transitions
 * @param constantError mean of (return − c)² over them, c the training transitions' mean return
 */
public record PretrainingReport(
    int sessions,
    int trainingTransitions,
    int heldOutTransitions,
    int epochs,
    double valueError,
    double constantError) {

  /** The share of the constant predictor's error that V saves; below 0 when V is worse. */
  public double saved() {
    return constantError == 0 ? 0 : 1 - valueError / constantError;
  }

  @Override
  public String toString() {
    return ("V pre-trained on %,d transitions in %d passes; on %,d held-out ones its squared error"
            + " is %.4f against the constant's %.4f (%.1f %% less)")
        .formatted(
            trainingTransitions,
            epochs,
            heldOutTransitions,
            valueError,
            constantError,
            100 * saved());
  }
}
