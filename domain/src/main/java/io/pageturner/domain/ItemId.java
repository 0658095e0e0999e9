package io.pageturner.domain;

/** The id of one thing that can be shown on a page. */
public record ItemId(String value) {
  public ItemId {
    Ids.check("item", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
