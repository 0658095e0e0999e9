package io.pageturner.learning.ranking;

import io.pageturner.domain.Sample;

/** What a ranking model predicts of a shown item; one Wide &amp; Deep model each (SPEC 3.1). */
public enum RankingObjective {
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

  RankingObjective(String label) {
    this.label = label;
  }

  /** The name of the served graph's output. */
  public String label() {
    return label;
  }

  /** What the names of the model's weights start with. */
  public String prefix() {
    return label + "_";
  }

  /** Whether the sample is a positive one of this objective. */
  public abstract boolean positive(Sample sample);
}
