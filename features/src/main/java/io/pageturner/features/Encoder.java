package io.pageturner.features;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.State;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns logged states into network inputs; the one encoder of serving and training.
 *
 * <p>Immutable, bound to one version of the pre-processing parameters and item embeddings.
 */
public final class Encoder {
  private final FeatureConfig config;
  private final Preprocessing preprocessing;
  private final ItemEmbeddings embeddings;
  private final List<Feature.Numeric> pageNumeric;
  private final List<Feature.Embedded> pageEmbedded;
  private final List<Feature.Numeric> candidateNumeric;
  private final List<Feature.Embedded> candidateEmbedded;

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
    this.pageNumeric = config.pageNumeric();
    this.pageEmbedded = config.pageEmbedded();
    this.candidateNumeric = config.candidateNumeric();
    this.candidateEmbedded = config.candidateEmbedded();
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
    float[] dense = new float[pageNumeric.size()];
    int[] ids = new int[pageEmbedded.size()];
    encodePage(state, dense, ids);
    return new EncodedState(items(state.recentItems()), dense, ids);
  }

  /**
   * The ranking models' inputs of one candidate.
   *
   * @param dense the candidate's numbers by feature name
   * @param categories the candidate's categories by feature name
   */
  public EncodedCandidate encode(
      State state, ItemId item, Map<String, Double> dense, Map<String, String> categories) {
    float[] numbers = new float[pageNumeric.size() + candidateNumeric.size()];
    int[] ids = new int[pageEmbedded.size() + candidateEmbedded.size()];
    encodePage(state, numbers, ids);
    for (int i = 0; i < candidateNumeric.size(); i++) {
      numbers[pageNumeric.size() + i] = number(candidateNumeric.get(i), state, item, dense);
    }
    for (int i = 0; i < candidateEmbedded.size(); i++) {
      Feature.Embedded feature = candidateEmbedded.get(i);
      ids[pageEmbedded.size() + i] = row(Preprocessing.CANDIDATE, feature, categories);
    }
    return new EncodedCandidate(embeddings.row(item), numbers, ids);
  }

  private void encodePage(State state, float[] dense, int[] ids) {
    for (int i = 0; i < pageNumeric.size(); i++) {
      dense[i] = normalised("", pageNumeric.get(i), state.dense());
    }
    for (int i = 0; i < pageEmbedded.size(); i++) {
      ids[i] = row("", pageEmbedded.get(i), state.ids());
    }
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

  private float number(
      Feature.Numeric feature, State state, ItemId item, Map<String, Double> dense) {
    if (feature instanceof Feature.Recency) {
      return recency(state.recentItems(), item);
    }
    if (feature instanceof Feature.Touches) {
      return (float) Math.log1p(state.recentItems().stream().filter(item::equals).count());
    }
    if (feature instanceof Feature.Similarity) {
      return (float) embeddings.cosine(embeddings.row(item), meanOf(state.recentItems()));
    }
    return normalised(Preprocessing.CANDIDATE, feature, dense);
  }

  private float normalised(String prefix, Feature.Numeric feature, Map<String, Double> values) {
    Double value = values.get(feature.name());
    if (value == null) {
      double missing = feature instanceof Feature.Dense dense ? dense.missing() : Double.NaN;
      if (Double.isNaN(missing)) {
        return 0; // The mean.
      }
      value = missing;
    }
    return preprocessing.zScore(prefix + feature.name()).normalise(value);
  }

  private int row(String prefix, Feature.Embedded feature, Map<String, String> values) {
    String value = values.get(feature.name());
    if (value == null) {
      return Preprocessing.MISSING_ROW;
    }
    if (feature instanceof Feature.Coded) {
      return codedRow(feature, value);
    }
    int row = preprocessing.row(prefix + feature.name(), value);
    return row < feature.rows() || grows(feature) ? row : Preprocessing.RARE_ROW;
  }

  private static boolean grows(Feature.Embedded feature) {
    return feature instanceof Feature.Id id && id.growing();
  }

  /** Code c is row c + 1; a code of another configuration is "not known". */
  private static int codedRow(Feature.Embedded feature, String value) {
    try {
      int code = Integer.parseInt(value);
      return code >= 0 && code + 1 < feature.rows() ? code + 1 : Preprocessing.MISSING_ROW;
    } catch (NumberFormatException e) {
      return Preprocessing.MISSING_ROW;
    }
  }

  private static float recency(List<ItemId> recent, ItemId item) {
    Set<ItemId> since = new HashSet<>();
    for (int i = recent.size() - 1; i >= 0; i--) {
      if (recent.get(i).equals(item)) {
        return 1f / (1 + since.size());
      }
      since.add(recent.get(i));
    }
    return 0;
  }

  private float[] meanOf(List<ItemId> recent) {
    float[] mean = new float[embeddings.dimension()];
    float[] vector = new float[embeddings.dimension()];
    for (ItemId item : recent) {
      embeddings.copy(embeddings.row(item), vector, 0);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += vector[i] / recent.size();
      }
    }
    return mean;
  }
}
