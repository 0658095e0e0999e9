package io.pageturner.learning.trainer;

/** A sound checkpoint that was written by a learner of another configuration. */
public final class CheckpointMismatchException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** Names the field that differs, with its value here and the one found. */
  public CheckpointMismatchException(String origin, String field, Object here, Object found) {
    super(
        origin
            + " was written with another "
            + field
            + ": it has "
            + found
            + ", this learner has "
            + here
            + "; use that configuration, or another directory to start afresh");
  }
}
