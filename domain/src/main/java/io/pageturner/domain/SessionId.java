package io.pageturner.domain;

/**
 * The id of one run of a user's pages with gaps under {@code sessionGap}, as the client names it.
 */
public record SessionId(String value) {
  public SessionId {
    Ids.check("session", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
