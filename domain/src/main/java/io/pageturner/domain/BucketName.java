package io.pageturner.domain;

/** The name of a bucket: the share of users that one policy serves. */
public record BucketName(String value) {
  /** The bucket that always exists: the team's own ranking, a = 1. */
  public static final BucketName BASELINE = new BucketName("baseline");

  public BucketName {
    Ids.check("bucket", value);
  }

  public boolean isBaseline() {
    return equals(BASELINE);
  }

  @Override
  public String toString() {
    return value;
  }
}
