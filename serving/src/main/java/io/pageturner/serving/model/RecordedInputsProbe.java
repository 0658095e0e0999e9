package io.pageturner.serving.model;

import io.pageturner.domain.State;
import io.pageturner.features.Encoder;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingJson;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.InputProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Encodes the states that serving recorded as a candidate would, with serving's own encoder. */
public record RecordedInputsProbe(RecordedStates recorded) implements InputProbe {
  @Override
  public Map<String, double[]> zScores(Bundle bundle) {
    try {
      FeatureConfig config = BundleEncoder.features(bundle);
      Preprocessing learned =
          PreprocessingJson.read(bundle.pageturnerFile(BundleEncoder.PREPROCESSING_FILE));
      Encoder encoder =
          new Encoder(config, learned, ItemEmbeddings.none(config.sequenceDimension()));
      return columns(config, learned, encoder, recorded.snapshot());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, double[]> columns(
      FeatureConfig config, Preprocessing learned, Encoder encoder, List<State> states) {
    List<float[]> dense = states.stream().map(state -> encoder.encode(state).dense()).toList();
    Map<String, double[]> columns = new TreeMap<>();
    for (int i = 0; i < config.pageNumeric().size(); i++) {
      if (config.pageNumeric().get(i) instanceof Feature.Measured feature
          && feature.transform().normalised()
          && learned.zScores().containsKey(feature.name())) {
        int column = i;
        columns.put(feature.name(), dense.stream().mapToDouble(row -> row[column]).toArray());
      }
    }
    return columns;
  }
}
