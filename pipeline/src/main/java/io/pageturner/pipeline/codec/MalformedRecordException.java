package io.pageturner.pipeline.codec;

/** A record's bytes are not what its topic carries; the message names the field and the rule. */
public final class MalformedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MalformedRecordException(String reason) {
    super(reason);
  }

  public MalformedRecordException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
