package io.pageturner.features;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.State;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Turns logged states into network inputs; the one encoder of serving and training.
 *
 * <p>Immutable, bound to one version of the pre-processing parameters and item embeddings. Equal
 * states give the same bits on every machine.
 */
public final class Encoder {
  private final FeatureConfig config;
  private final Preprocessing preprocessing;
  private final ItemEmbeddings embeddings;
  private final SectionInputs page;
  private final SectionInputs candidate;

  /**
   * @throws IllegalArgumentException when the item embeddings have another dimension than the
   *     configuration
   */
  public Encoder(FeatureConfig config, Preprocessing preprocessing, ItemEmbeddings embeddings) {
    if (embeddings.dimension() != config.sequenceDimension()) {
      throw new IllegalArgumentException(
          "item embeddings have dimension "
              + embeddings.dimension()
              + ", sequence.dimension is "
              + config.sequenceDimension());
    }
    this.config = config;
    this.preprocessing = preprocessing;
    this.embeddings = embeddings;
    this.page = SectionInputs.of("", config.pageNumeric(), config.pageEmbedded(), preprocessing);
    this.candidate =
        SectionInputs.of(
            Preprocessing.CANDIDATE,
            config.candidateNumeric(),
            config.candidateEmbedded(),
            preprocessing);
  }

  /** The encoder of {@code base} with other item embeddings. */
  private Encoder(Encoder base, ItemEmbeddings embeddings) {
    this.config = base.config;
    this.preprocessing = base.preprocessing;
    this.embeddings = embeddings;
    this.page = base.page;
    this.candidate = base.candidate;
  }

  /** This encoder with other item embeddings of its dimension, such as those of one request. */
  public Encoder with(ItemEmbeddings requested) {
    return new Encoder(this, requested);
  }

  public FeatureConfig config() {
    return config;
  }

  public ItemEmbeddings embeddings() {
    return embeddings;
  }

  /** Rows that the table of a growing feature needs for this encoder's ids. */
  public int tableRows(Feature.Id feature) {
    return preprocessing.tableRows(feature.name());
  }

  /** The network inputs of a state. */
  public EncodedState encode(State state) {
    float[] dense = new float[page.numbers().length];
    int[] ids = new int[page.rows().length];
    page.encode(state.dense(), state.ids(), dense, 0, ids, 0);
    return new EncodedState(items(state.recentItems()), dense, ids);
  }

  /** Encodes candidates of one page for the ranking models; what they share is encoded here. */
  public CandidateEncoder candidates(State state) {
    return new CandidateEncoder(embeddings, page, candidate, state);
  }

  /**
   * The ranking models' inputs of one candidate; {@link #candidates} is faster for several.
   *
   * @param dense the candidate's numbers by feature name
   * @param categories the candidate's categories by feature name
   */
  public EncodedCandidate encode(
      State state, ItemId item, Map<String, Double> dense, Map<String, String> categories) {
    return candidates(state).encode(item, dense, categories);
  }

  private int[] items(List<ItemId> recent) {
    int length = config.sequenceLength();
    int[] rows = new int[length];
    Arrays.fill(rows, EncodedState.PADDING);
    int kept = Math.min(length, recent.size());
    for (int k = 1; k <= kept; k++) {
      rows[length - k] = embeddings.row(recent.get(recent.size() - k));
    }
    return rows;
  }
}
