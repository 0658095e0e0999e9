package io.pageturner.domain;

/** The id of one page, which is one request and one decision. */
public record PageId(String value) {
  public PageId {
    Ids.check("page", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
