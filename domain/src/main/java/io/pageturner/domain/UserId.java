package io.pageturner.domain;

/** The id of one person using the feed. */
public record UserId(String value) {
  public UserId {
    Ids.check("user", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
