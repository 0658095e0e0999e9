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
  private final float[] pageDense;
  private final int[] pageIds;
  private final Touches touches;
  private final float[] taste; // [d] mean of the recent items' embeddings
  private final double tasteNorm;

  CandidateEncoder(
      ItemEmbeddings embeddings, SectionInputs page, SectionInputs candidate, State state) {
    this.embeddings = embeddings;
    this.candidate = candidate;
    this.pageDense = new float[page.numbers().length];
    this.pageIds = new int[page.rows().length];
    page.encode(state.dense(), state.ids(), pageDense, 0, pageIds, 0);
    this.touches = Touches.of(state.recentItems());
    this.taste = taste(state.recentItems());
    this.tasteNorm = ItemEmbeddings.norm(taste);
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
    if (!candidate.derived().isEmpty()) {
      derive(item, row, numbers);
    }
    return new EncodedCandidate(row, numbers, ids);
  }

  private void derive(ItemId item, int row, float[] numbers) {
    Touches.Touched touched = touches.of(item);
    for (SectionInputs.Derived derived : candidate.derived()) {
      Feature.Numeric feature = derived.feature();
      float value;
      if (feature instanceof Feature.Recency) {
        value = touched.recency();
      } else if (feature instanceof Feature.Touches) {
        value = touched.count();
      } else {
        value = (float) embeddings.cosine(row, taste, tasteNorm);
      }
      numbers[pageDense.length + derived.column()] = value;
    }
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
