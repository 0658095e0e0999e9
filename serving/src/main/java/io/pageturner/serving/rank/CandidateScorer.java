package io.pageturner.serving.rank;

import io.pageturner.domain.State;
import java.util.List;
import java.util.Optional;

/** Scores candidates that came without scores, from their features (SPEC 3.1). */
public interface CandidateScorer {
  /** Knows no model: candidates must bring their scores. */
  CandidateScorer NONE =
      new CandidateScorer() {
        @Override
        public boolean ready() {
          return false;
        }

        @Override
        public Optional<double[][]> score(State state, List<Candidate> candidates) {
          return Optional.empty();
        }
      };

  /** Whether a ranker is loaded. */
  boolean ready();

  /**
   * The scores of a page's candidates.
   *
   * @return [candidates][objectives], click first; empty while no ranker is loaded
   */
  Optional<double[][]> score(State state, List<Candidate> candidates);
}
