package io.pageturner.serving;

/**
 * A request that cannot be served as it is; says which part of it is wrong and what would be right.
 */
public final class InvalidRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final String field;

  /** What is wrong, as a word that programs can rely on. */
  public enum Kind {
    MALFORMED_JSON,
    UNKNOWN_FIELD,
    MISSING_FIELD,
    WRONG_TYPE,
    OUT_OF_RANGE,
    INVALID_ID,
    NO_CANDIDATES,
    TOO_MANY,
    DUPLICATE,
    MISSING_SCORES,
    /** The page was decided already; unlike the others a matter of time, not of form. */
    PAGE_TAKEN
  }

  /**
   * @param field path of the wrong part, such as {@code candidates[3].scores.click}; empty for the
   *     whole request
   * @param message what is wrong and what would be right
   */
  public InvalidRequestException(Kind kind, String field, String message) {
    super(message);
    this.kind = kind;
    this.field = field;
  }

  public Kind kind() {
    return kind;
  }

  public String field() {
    return field;
  }
}
