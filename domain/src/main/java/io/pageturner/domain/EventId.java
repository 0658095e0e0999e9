package io.pageturner.domain;

/** The id of one event; events with the same id count once. */
public record EventId(String value) {
  public EventId {
    Ids.check("event id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
