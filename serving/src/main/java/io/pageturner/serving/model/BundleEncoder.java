package io.pageturner.serving.model;

import io.pageturner.features.Encoder;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.PreprocessingJson;
import io.pageturner.lifecycle.Bundle;
import java.io.IOException;

/** The encoder that a bundle was trained with: its features and its pre-processing parameters. */
final class BundleEncoder {
  static final String FEATURES_FILE = "features.yaml";
  static final String PREPROCESSING_FILE = "preprocessing.json";

  private BundleEncoder() {}

  /**
   * @throws IOException when a file is missing or cannot be read
   * @throws IllegalArgumentException when the embeddings do not fit the configuration
   */
  static Encoder of(Bundle bundle, ItemEmbeddings embeddings) throws IOException {
    return new Encoder(
        features(bundle),
        PreprocessingJson.read(bundle.pageturnerFile(PREPROCESSING_FILE)),
        embeddings);
  }

  /** The feature configuration that a bundle was trained with. */
  static FeatureConfig features(Bundle bundle) throws IOException {
    return FeatureConfigParser.read(bundle.pageturnerFile(FEATURES_FILE));
  }
}
