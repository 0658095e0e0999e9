package io.pageturner.serving.model;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.features.EncodedCandidate;
import io.pageturner.features.Encoder;
import java.util.List;
import java.util.Map;

/**
 * The ranking models of one bundle: its encoder and one network per objective; immutable.
 *
 * <p>Holds no native memory, so closing it frees nothing.
 */
public final class ServedRanker implements ServedModel {
  private static final int WARM_UP_PASSES = 1_000;
  private static final ItemId NO_ITEM = new ItemId("warm-up");

  private final ModelVersion version;
  private final Encoder encoder;
  private final List<RankerNetwork> networks;

  /**
   * @param networks one per objective, in their order
   */
  public ServedRanker(ModelVersion version, Encoder encoder, List<RankerNetwork> networks) {
    this.version = version;
    this.encoder = encoder;
    this.networks = List.copyOf(networks);
  }

  @Override
  public ModelVersion version() {
    return version;
  }

  /**
   * The scores of one candidate: one per objective.
   *
   * @throws IllegalStateException when a score is not a number
   */
  public double[] scores(
      State state, ItemId item, Map<String, Double> dense, Map<String, String> ids) {
    EncodedCandidate candidate = encoder.encode(state, item, dense, ids);
    double[] scores = new double[networks.size()];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = networks.get(k).score(candidate, encoder.embeddings());
      if (Double.isNaN(scores[k])) {
        throw new IllegalStateException("ranker " + version + " answers NaN for item " + item);
      }
    }
    return scores;
  }

  @Override
  public void warm(List<State> recorded) {
    List<State> states = recorded.isEmpty() ? List.of(State.EMPTY) : recorded;
    for (int pass = 0; pass < Math.max(WARM_UP_PASSES, states.size()); pass++) {
      scores(states.get(pass % states.size()), NO_ITEM, Map.of(), Map.of());
    }
  }

  @Override
  public void close() {
    // Plain arrays: the collector frees them.
  }
}
