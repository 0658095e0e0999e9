package io.pageturner.serving.event;

/**
 * What became of one event of a request.
 *
 * @param status accepted or why not
 * @param field part of the event that is wrong, such as {@code time}; empty for the whole event
 * @param reason what is wrong and what would be right; empty when accepted
 */
public record EventResult(Status status, String field, String reason) {
  /** The possible ends. */
  public enum Status {
    /** It is in the event log and in the user's state. */
    ACCEPTED,
    /** It breaks a rule; sending it again is of no use. */
    INVALID,
    /** The event log did not take it; sending it again is right. */
    NOT_LOGGED
  }

  static final EventResult ACCEPTED = new EventResult(Status.ACCEPTED, "", "");

  /** Breaks a rule. */
  public static EventResult invalid(String field, String reason) {
    return new EventResult(Status.INVALID, field, reason);
  }

  static EventResult notLogged(String reason) {
    return new EventResult(Status.NOT_LOGGED, "", reason);
  }

  public boolean accepted() {
    return status == Status.ACCEPTED;
  }
}
