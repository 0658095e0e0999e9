package io.pageturner.serving.model;

/** What executes the policies elsewhere did not answer: no fault of the version that was asked. */
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
