package io.pageturner.learning.ranking;

import io.pageturner.features.FeatureConfig;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingJson;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleContent;
import io.pageturner.lifecycle.Safetensors;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a ranker's bundle: the served graph, and what encodes its inputs.
 *
 * <p>Immutable; it may be written by another thread than the one that trains.
 */
record RankerBundle(
    FeatureConfig config, Preprocessing preprocessing, RankerShape shape, Weights weights)
    implements BundleContent {
  @Override
  public void writeTo(Path directory) throws IOException {
    RankerSavedModel.write(directory, shape, weights);
    Path own = Files.createDirectories(directory.resolve(Bundle.PAGETURNER_DIRECTORY));
    Files.writeString(own.resolve("features.yaml"), config.source());
    PreprocessingJson.write(own.resolve("preprocessing.json"), preprocessing);
    Safetensors.write(own.resolve(Bundle.WEIGHTS_FILE), weights);
  }
}
