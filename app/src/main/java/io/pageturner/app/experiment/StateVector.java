package io.pageturner.app.experiment;

import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.features.EncodedState;
import io.pageturner.features.Encoder;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.PreprocessingLearner;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A feed's state as the plain numbers that the library's agents take: the mean of the recent items'
 * embeddings, the normalised numbers, and each id as ones and zeros.
 */
final class StateVector {
  private static final Duration MEMORY = Duration.ofDays(7);

  private final FeatureConfig config;
  private final ItemEmbeddings embeddings;
  private final Encoder encoder;

  /**
   * @param log what means, variances and ids are taken from
   */
  StateVector(FeatureConfig config, ItemEmbeddings embeddings, List<Transition> log) {
    this.config = config;
    this.embeddings = embeddings;
    PreprocessingLearner learner = new PreprocessingLearner(config, MEMORY, Map.of());
    log.forEach(page -> learner.observe(page.state(), page.time()));
    this.encoder = new Encoder(config, learner.snapshot(), embeddings);
  }

  int size() {
    int ids = config.pageEmbedded().stream().mapToInt(Feature.Embedded::rows).sum();
    return config.sequenceDimension() + config.pageNumeric().size() + ids;
  }

  float[] of(State state) {
    EncodedState encoded = encoder.encode(state);
    float[] vector = new float[size()];
    int at = mean(encoded, vector);
    for (float number : encoded.dense()) {
      vector[at++] = number;
    }
    for (int i = 0; i < encoded.ids().length; i++) {
      vector[at + encoded.ids()[i]] = 1;
      at += config.pageEmbedded().get(i).rows();
    }
    return vector;
  }

  private int mean(EncodedState encoded, float[] vector) {
    int length = config.sequenceLength();
    int d = config.sequenceDimension();
    float[] items = new float[length * d];
    float[] mask = new float[length];
    encoded.fillItems(embeddings, items, 0, mask, 0);
    float steps = 0;
    for (int t = 0; t < length; t++) {
      steps += mask[t];
      for (int k = 0; k < d; k++) {
        vector[k] += mask[t] * items[t * d + k];
      }
    }
    for (int k = 0; k < d; k++) {
      vector[k] /= Math.max(1, steps);
    }
    return d;
  }
}
