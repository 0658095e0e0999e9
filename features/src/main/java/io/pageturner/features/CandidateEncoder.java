package io.pageturner.features;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.State;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Encodes the candidates of one page for the ranking models; made by {@link Encoder#candidates}.
 *
 * <p>Immutable. The page's part of each candidate's inputs is encoded once and copied.
 */
public final class CandidateEncoder {
  private final ItemEmbeddings embeddings;
  private final SectionInputs candidate;
  private final List<Feature.Numeric> numeric;
  private final float[] pageDense;
  private final int[] pageIds;
  private final Touches touches;
  private final float[] taste; // [d] mean of the recent items' embeddings

  CandidateEncoder(
      FeatureConfig config,
      ItemEmbeddings embeddings,
      SectionInputs page,
      SectionInputs candidate,
      State state) {
    this.embeddings = embeddings;
    this.candidate = candidate;
    this.numeric = config.candidateNumeric();
    this.pageDense = new float[page.numbers().length];
    this.pageIds = new int[page.rows().length];
    page.encode(state.dense(), state.ids(), pageDense, 0, pageIds, 0);
    this.touches = Touches.of(state.recentItems());
    this.taste = taste(state.recentItems());
  }

  /**
   * The inputs of one candidate.
   *
   * @param dense the candidate's numbers by feature name
   * @param categories the candidate's categories by feature name
   * @throws IllegalArgumentException when a number is against the rules of {@link
   *     io.pageturner.domain.RawValues}
   */
  public EncodedCandidate encode(
      ItemId item, Map<String, Double> dense, Map<String, String> categories) {
    int row = embeddings.row(item);
    float[] numbers = Arrays.copyOf(pageDense, pageDense.length + candidate.numbers().length);
    int[] ids = Arrays.copyOf(pageIds, pageIds.length + candidate.rows().length);
    candidate.encode(dense, categories, numbers, pageDense.length, ids, pageIds.length);
    for (int i = 0; i < numeric.size(); i++) {
      Feature.Numeric feature = numeric.get(i);
      if (!(feature instanceof Feature.Measured)) {
        numbers[pageDense.length + i] = derived(feature, item, row);
      }
    }
    return new EncodedCandidate(row, numbers, ids);
  }

  private float derived(Feature.Numeric feature, ItemId item, int row) {
    if (feature instanceof Feature.Recency) {
      return touches.recency(item);
    }
    return feature instanceof Feature.Touches
        ? touches.count(item)
        : (float) embeddings.cosine(row, taste);
  }

  private float[] taste(List<ItemId> recent) {
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
