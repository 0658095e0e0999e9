package io.pageturner.serving.model;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.features.CandidateEncoder;
import io.pageturner.features.EncodedCandidate;
import io.pageturner.features.Encoder;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.ItemLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The ranking models of one bundle: its encoder and one network per objective; immutable.
 *
 * <p>Holds no native memory, so closing it frees nothing.
 */
public final class ServedRanker implements ServedModel {
  private static final ItemId NO_ITEM = new ItemId("warm-up");

  private final ModelVersion version;
  private final Encoder encoder;
  private final ItemLookup items;
  private final List<RankerNetwork> networks;

  /**
   * @param items finds the embeddings of a page's items, of the version trained with
   * @param networks one per objective, in their order
   */
  public ServedRanker(
      ModelVersion version, Encoder encoder, ItemLookup items, List<RankerNetwork> networks) {
    this.version = version;
    this.encoder = encoder;
    this.items = items;
    this.networks = List.copyOf(networks);
  }

  @Override
  public ModelVersion version() {
    return version;
  }

  /**
   * Scores candidates of one page; the page's part of their inputs is encoded here, once.
   *
   * @param list the candidates
   */
  public Page page(State state, List<ItemId> list) {
    List<ItemId> all = new ArrayList<>(state.recentItems());
    all.addAll(list);
    ItemEmbeddings found = items.find(all);
    return new Page(encoder.with(found).candidates(state), found);
  }

  /** One page's candidates, to be scored one by one. */
  public final class Page {
    private final CandidateEncoder candidates;
    private final ItemEmbeddings embeddings;

    private Page(CandidateEncoder candidates, ItemEmbeddings embeddings) {
      this.candidates = candidates;
      this.embeddings = embeddings;
    }

    /**
     * The scores of one candidate: one per objective.
     *
     * @throws IllegalStateException when a score is not a number
     */
    public double[] scores(ItemId item, Map<String, Double> dense, Map<String, String> ids) {
      EncodedCandidate candidate = candidates.encode(item, dense, ids);
      double[] scores = new double[networks.size()];
      for (int k = 0; k < scores.length; k++) {
        scores[k] = networks.get(k).score(candidate, embeddings);
        if (Double.isNaN(scores[k])) {
          throw new IllegalStateException("ranker " + version + " answers NaN for item " + item);
        }
      }
      return scores;
    }
  }

  @Override
  public void warm(List<State> recorded) {
    for (State state : recorded) {
      page(state, List.of(NO_ITEM)).scores(NO_ITEM, Map.of(), Map.of());
    }
  }

  @Override
  public void close() {
    // Plain arrays: the collector frees them.
  }
}
