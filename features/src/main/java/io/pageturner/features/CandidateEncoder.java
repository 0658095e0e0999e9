package io.pageturner.features;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.State;
import java.util.Map;

/** Encodes the candidates of one page for the ranking models. */
public final class CandidateEncoder {
  private final Encoder encoder;
  private final State state;

  CandidateEncoder(Encoder encoder, State state) {
    this.encoder = encoder;
    this.state = state;
  }

  /** The inputs of one candidate. */
  public EncodedCandidate encode(
      ItemId item, Map<String, Double> dense, Map<String, String> categories) {
    return encoder.encode(state, item, dense, categories);
  }
}
