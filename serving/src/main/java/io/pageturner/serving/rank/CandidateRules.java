package io.pageturner.serving.rank;

import io.pageturner.domain.Fusion;
import io.pageturner.domain.ItemId;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.InvalidRequestException.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a page's candidates must be for the page to be decided.
 *
 * @param objectives by which they are scored
 * @param maxCandidates greatest number per page
 */
record CandidateRules(Objectives objectives, int maxCandidates) {
  /** Greatest magnitude of a score: scores are probabilities or rates, and must fuse finitely. */
  private static final double MAX_SCORE = 1e6;

  /**
   * @throws InvalidRequestException that names the first candidate which breaks a rule
   */
  void check(List<Candidate> candidates) {
    if (candidates.isEmpty()) {
      throw new InvalidRequestException(
          Kind.NO_CANDIDATES, "candidates", "a page needs one candidate or more");
    }
    if (candidates.size() > maxCandidates) {
      throw new InvalidRequestException(
          Kind.TOO_MANY,
          "candidates",
          "at most " + maxCandidates + " candidates per page, were " + candidates.size());
    }
    Set<ItemId> seen = new HashSet<>(2 * candidates.size());
    for (int i = 0; i < candidates.size(); i++) {
      if (!seen.add(candidates.get(i).item())) {
        throw duplicate(candidates, i);
      }
      checkScores(i, candidates.get(i).scores());
    }
  }

  private static InvalidRequestException duplicate(List<Candidate> candidates, int index) {
    ItemId item = candidates.get(index).item();
    int first = 0;
    while (!candidates.get(first).item().equals(item)) {
      first++;
    }
    return new InvalidRequestException(
        Kind.DUPLICATE,
        "candidates[" + index + "].id",
        "item '" + item + "' is candidates[" + first + "] already");
  }

  /**
   * @throws InvalidRequestException when a candidate brings no scores
   */
  void requireScores(List<Candidate> candidates) {
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).scores().length == 0) {
        throw new InvalidRequestException(
            Kind.MISSING_SCORES,
            "candidates[" + i + "].scores",
            "no ranker is loaded, so every candidate must bring its scores " + objectives.names());
      }
    }
  }

  private void checkScores(int index, double[] scores) {
    boolean power = objectives.fusion() == Fusion.POWER;
    for (int k = 0; k < scores.length; k++) {
      if (!(scores[k] >= (power ? 0 : -MAX_SCORE) && scores[k] <= MAX_SCORE)) {
        throw new InvalidRequestException(
            Kind.OUT_OF_RANGE,
            "candidates[" + index + "].scores." + objectives.names().get(k),
            "a score must be "
                + (power ? "0 (the fusion is power)" : "-1e6")
                + " to 1e6, was "
                + scores[k]);
      }
    }
  }
}
