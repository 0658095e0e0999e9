package io.pageturner.learning.trainer;

import io.pageturner.lifecycle.Weights;

/** Learning has diverged: a parameter or a figure is not a finite number. */
public final class NotFiniteException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  public NotFiniteException(String message) {
    super(message);
  }

  /**
   * @throws NotFiniteException that names the first value which is not finite
   */
  public static void requireFinite(Weights weights) {
    weights
        .firstNonFinite()
        .ifPresent(
            where -> {
              throw new NotFiniteException("the parameter " + where);
            });
  }
}
