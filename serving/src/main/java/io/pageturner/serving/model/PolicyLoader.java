package io.pageturner.serving.model;

import io.pageturner.features.Encoder;
import io.pageturner.features.Feature;
import io.pageturner.features.ItemLookup;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Loads a policy's bundle into the plain-Java forward pass; reads {@code features.yaml}, {@code
 * preprocessing.json}, {@code policy.json} and {@code weights.safetensors}, and the recorded
 * requests of {@link WarmUpRequests#FILE} where there are some.
 *
 * @param items where the item embeddings that a version was trained with are found
 * @param execution where its network is executed
 */
public record PolicyLoader(ItemLookup.Versions items, Actor.Execution execution)
    implements ModelLoader<PolicyModel> {
  /** Executes versions in this process. */
  public PolicyLoader(ItemLookup.Versions items) {
    this(items, Actor.Execution.IN_PROCESS);
  }

  @Override
  public ServedPolicy load(Bundle bundle) throws IOException {
    return load(bundle, () -> true);
  }

  @Override
  public ServedPolicy load(Bundle bundle, BooleanSupplier wanted) throws IOException {
    PolicySpec spec = PolicySpec.read(bundle.pageturnerFile(PolicySpec.FILE));
    Encoder encoder = BundleEncoder.of(bundle);
    ItemLookup lookup =
        items.of(bundle.lineage().embeddings(), encoder.config().sequenceDimension());
    Weights weights = bundle.weights();
    for (Feature.Id feature : encoder.config().pageGrowing()) {
      requireRowPerId(weights, feature, encoder.tableRows(feature));
    }
    Actor network = execution.ready(bundle, encoder, weights, spec, wanted);
    ServedPolicy policy = new ServedPolicy(bundle.version(), spec, encoder, lookup, network);
    return policy.knowing(WarmUpRequests.of(bundle, policy.shapes()));
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
