package io.pageturner.serving.model;

import io.pageturner.features.Encoder;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.PreprocessingJson;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.PolicySpec;
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
  /** Name of the feature configuration's file in a bundle. */
  public static final String FEATURES_FILE = "features.yaml";

  /** Name of the pre-processing parameters' file in a bundle. */
  public static final String PREPROCESSING_FILE = "preprocessing.json";

  @Override
  public ServedPolicy load(Bundle bundle) throws IOException {
    FeatureConfig config = FeatureConfigParser.read(bundle.pageturnerFile(FEATURES_FILE));
    PolicySpec spec = PolicySpec.read(bundle.pageturnerFile(PolicySpec.FILE));
    Encoder encoder =
        new Encoder(
            config,
            PreprocessingJson.read(bundle.pageturnerFile(PREPROCESSING_FILE)),
            embeddings.get());
    ActorNetwork network = new ActorNetwork(config, bundle.weights(), spec.actions().size());
    return new ServedPolicy(bundle.version(), spec, encoder, network);
  }
}
