package io.pageturner.serving.rank;

import io.pageturner.domain.State;
import io.pageturner.serving.model.Lease;
import io.pageturner.serving.model.ModelServer;
import io.pageturner.serving.model.ServedRanker;
import java.util.List;
import java.util.Optional;

/**
 * Scores candidates with the live ranker.
 *
 * @param rankers whose objectives are those of the pages, in their order
 */
public record RankerScorer(ModelServer<ServedRanker> rankers) implements CandidateScorer {
  @Override
  public boolean ready() {
    return rankers.version().isPresent();
  }

  @Override
  public Optional<double[][]> score(State state, List<Candidate> candidates) {
    Optional<Lease<ServedRanker>> lease = rankers.acquire();
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    try (Lease<ServedRanker> held = lease.get()) {
      ServedRanker.Page page =
          held.model().page(state, candidates.stream().map(Candidate::item).toList());
      double[][] scores = new double[candidates.size()][];
      for (int i = 0; i < scores.length; i++) {
        Candidate candidate = candidates.get(i);
        scores[i] = page.scores(candidate.item(), candidate.dense(), candidate.ids());
      }
      return Optional.of(scores);
    }
  }
}
