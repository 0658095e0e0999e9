package io.pageturner.learning.trainer;

import io.pageturner.domain.ModelVersion;
import io.pageturner.lifecycle.Candidate;
import java.io.IOException;
import java.util.Optional;

/** Where a trainer hands its candidates: the version controller. */
@FunctionalInterface
public interface CandidateSink {
  /**
   * Proves and publishes a candidate.
   *
   * @return the version it became; empty when it was refused
   * @throws IOException when its files could not be written
   */
  Optional<ModelVersion> submit(Candidate candidate) throws IOException;
}
