package io.pageturner.domain;

/**
 * The number of a published model version; a later version has a greater number.
 *
 * @param number 1 or more; 0 stands for "no model", the team's own ranking
 */
public record ModelVersion(long number) implements Comparable<ModelVersion> {
  /** What a decision carries that was taken without a model. */
  public static final ModelVersion NONE = new ModelVersion(0);

  public ModelVersion {
    if (number < 0) {
      throw new IllegalArgumentException("model version must be 0 or more, was " + number);
    }
  }

  @Override
  public int compareTo(ModelVersion other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
