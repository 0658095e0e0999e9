package io.pageturner.serving.rank;

import io.pageturner.domain.ActionSpace;

/**
 * How pages are decided.
 *
 * @param objectives scores and their fusion
 * @param actions the actions of all policies; one factor per objective after the first
 * @param maxCandidates greatest number of candidates per page
 */
public record RankSettings(Objectives objectives, ActionSpace actions, int maxCandidates) {
  public static final RankSettings DEFAULT =
      new RankSettings(Objectives.DEFAULT, ActionSpace.DEFAULT, 1_000);

  public RankSettings {
    if (actions.size() != objectives.factors()) {
      throw new IllegalArgumentException(
          "actions must have one factor per objective after the first, "
              + objectives.factors()
              + ", have "
              + actions.size());
    }
    if (maxCandidates < 1) {
      throw new IllegalArgumentException("maxCandidates must be 1 or more, was " + maxCandidates);
    }
  }
}
