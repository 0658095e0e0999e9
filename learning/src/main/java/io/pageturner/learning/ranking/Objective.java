package io.pageturner.learning.ranking;

import io.pageturner.domain.Sample;

/** What a ranking model predicts of a shown item; one Wide &amp; Deep model each (SPEC 3.1). */
public enum Objective {
  /** The item is clicked. */
  CLICK("click") {
    @Override
    public boolean positive(Sample sample) {
      return sample.clicked();
    }
  },

  /** The item is ordered. */
  ORDER("order") {
    @Override
    public boolean positive(Sample sample) {
      return sample.ordered();
    }
  };

  private final String label;

  Objective(String label) {
    this.label = label;
  }

  /** The name in weights and in the served graph's outputs. */
  public String label() {
    return label;
  }

  /** Whether the sample is a positive one of this objective. */
  public abstract boolean positive(Sample sample);
}
