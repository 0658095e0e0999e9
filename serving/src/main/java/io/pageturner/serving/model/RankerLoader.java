package io.pageturner.serving.model;

import io.pageturner.features.Encoder;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemLookup;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.util.List;

/**
 * Loads a ranker's bundle into plain-Java forward passes.
 *
 * @param items where the item embeddings that a version was trained with are found
 * @param objectives names of the objectives in their order; a bundle must have weights for each
 */
public record RankerLoader(ItemLookup.Versions items, List<String> objectives)
    implements ModelLoader<ServedRanker> {
  public RankerLoader {
    objectives = List.copyOf(objectives);
  }

  @Override
  public ServedRanker load(Bundle bundle) throws IOException {
    Encoder encoder = BundleEncoder.of(bundle);
    ItemLookup lookup =
        items.of(bundle.lineage().embeddings(), encoder.config().sequenceDimension());
    FeatureConfig config = encoder.config();
    Weights weights = bundle.weights();
    List<RankerNetwork> networks =
        objectives.stream()
            .map(objective -> new RankerNetwork(config, weights, objective))
            .toList();
    return new ServedRanker(bundle.version(), encoder, lookup, networks);
  }
}
