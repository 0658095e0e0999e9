package io.pageturner.serving.model;

import io.pageturner.features.Encoder;
import io.pageturner.features.Feature;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Loads a policy's bundle into the plain-Java forward pass; reads {@code features.yaml}, {@code
 * preprocessing.json}, {@code policy.json} and {@code weights.safetensors}.
 *
 * @param embeddings the item embeddings to bind a version to, asked at each load
 */
public record PolicyLoader(Supplier<ItemEmbeddings> embeddings)
    implements ModelLoader<PolicyModel> {
  @Override
  public ServedPolicy load(Bundle bundle) throws IOException {
    PolicySpec spec = PolicySpec.read(bundle.pageturnerFile(PolicySpec.FILE));
    Encoder encoder = BundleEncoder.of(bundle, embeddings.get());
    Weights weights = bundle.weights();
    for (Feature.Id feature : encoder.config().pageGrowing()) {
      requireRowPerId(weights, feature, encoder.tableRows(feature));
    }
    ActorNetwork network = new ActorNetwork(encoder.config(), weights, spec.actions().size());
    return new ServedPolicy(bundle.version(), spec, encoder, network);
  }

  private static void requireRowPerId(Weights weights, Feature.Id feature, int rows) {
    int found = weights.tensor("state_embedding_" + feature.name()).size() / feature.dimension();
    if (found != rows) {
      throw new IllegalArgumentException(
          "the table of "
              + feature.name()
              + " has "
              + found
              + " rows, preprocessing.json needs "
              + rows);
    }
  }
}
