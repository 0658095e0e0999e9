package io.pageturner.pipeline.stream;

import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import java.io.Serializable;
import java.util.List;

/**
 * The columns of the samples' files that a feature configuration asks for: one per feature, {@code
 * state_<name>} for the page's and {@code item_<name>} for the item's.
 *
 * <p>A feature added later is a column more in the files written from then on; readers find no
 * value for it in the older ones.
 *
 * @param stateNumbers names of the state's numbers
 * @param stateTexts names of the state's categories
 * @param itemNumbers names of the items' numbers
 * @param itemTexts names of the items' categories
 */
public record FeatureColumns(
    List<String> stateNumbers,
    List<String> stateTexts,
    List<String> itemNumbers,
    List<String> itemTexts)
    implements Serializable {
  /** No feature has a column. */
  public static final FeatureColumns NONE =
      new FeatureColumns(List.of(), List.of(), List.of(), List.of());

  public FeatureColumns {
    stateNumbers = List.copyOf(stateNumbers);
    stateTexts = List.copyOf(stateTexts);
    itemNumbers = List.copyOf(itemNumbers);
    itemTexts = List.copyOf(itemTexts);
  }

  /** The columns of {@code config}, in its order. */
  public static FeatureColumns of(FeatureConfig config) {
    return new FeatureColumns(
        names(config.pageNumeric()),
        names(config.pageEmbedded()),
        names(config.candidateNumeric()),
        names(config.candidateEmbedded()));
  }

  private static List<String> names(List<? extends Feature> features) {
    return features.stream().map(Feature::name).toList();
  }
}
