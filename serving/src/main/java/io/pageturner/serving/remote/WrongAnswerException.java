package io.pageturner.serving.remote;

/** An answer that is no action, from a server that is well: the fault of the version asked for. */
final class WrongAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongAnswerException(String message, Throwable cause) {
    super(message, cause);
  }
}
