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
   * Without item embeddings: they are found for each request.
   *
   * @throws IOException when a file is missing or cannot be read
   */
  static Encoder of(Bundle bundle) throws IOException {
    FeatureConfig features = features(bundle);
    return new Encoder(
        features,
        PreprocessingJson.read(bundle.pageturnerFile(PREPROCESSING_FILE)),
        ItemEmbeddings.none(features.sequenceDimension()));
  }

  /** The feature configuration that a bundle was trained with. */
  static FeatureConfig features(Bundle bundle) throws IOException {
    return FeatureConfigParser.read(bundle.pageturnerFile(FEATURES_FILE));
  }
}
