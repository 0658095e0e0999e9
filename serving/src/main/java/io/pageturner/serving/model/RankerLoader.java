package io.pageturner.serving.model;

import io.pageturner.features.Encoder;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Loads a ranker's bundle into plain-Java forward passes.
 *
 * @param embeddings the item embeddings to bind a version to, asked at each load
 * @param objectives names of the objectives in their order; a bundle must have weights for each
 */
public record RankerLoader(Supplier<ItemEmbeddings> embeddings, List<String> objectives)
    implements ModelLoader<ServedRanker> {
  public RankerLoader {
    objectives = List.copyOf(objectives);
  }

  @Override
  public ServedRanker load(Bundle bundle) throws IOException {
    Encoder encoder = BundleEncoder.of(bundle, embeddings.get());
    FeatureConfig config = encoder.config();
    Weights weights = bundle.weights();
    List<RankerNetwork> networks =
        objectives.stream()
            .map(objective -> new RankerNetwork(config, weights, objective))
            .toList();
    return new ServedRanker(bundle.version(), encoder, networks);
  }
}
