package io.pageturner.learning.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.Sample;
import io.pageturner.features.EncodedCandidate;
import io.pageturner.features.Encoder;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.PreprocessingJson;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

class RankerBundleTest {
  @TempDir Path directory;

  @Test
  void bundleAloneScoresAsTheModelsDidWhenItWasMade() throws IOException {
    LearnableFeed feed = new LearnableFeed(1);
    List<Sample> samples = LearnableFeed.samples(feed.pages(100));
    try (RankingModels models =
        new RankingModels(
            LearnableFeed.CONFIG, feed.embeddings, RankingSettings.DEFAULT.withNegativeRate(0.5))) {
      models.train(samples, 2);
      List<ScoredSample> scored = models.score(samples);
      var content = models.export();
      models.train(LearnableFeed.samples(feed.pages(100)), 2); // Must not reach the bundle.
      content.writeTo(directory);

      Path own = directory.resolve(Bundle.PAGETURNER_DIRECTORY);
      FeatureConfig config = FeatureConfigParser.read(own.resolve("features.yaml"));
      Encoder encoder =
          new Encoder(
              config, PreprocessingJson.read(own.resolve("preprocessing.json")), feed.embeddings);
      List<EncodedCandidate> candidates = samples.stream().map(s -> encode(encoder, s)).toList();
      ReferenceForward forward =
          new ReferenceForward(
              Safetensors.read(own.resolve(Bundle.WEIGHTS_FILE)),
              feed.embeddings,
              LearnableFeed.ID_FEATURES);
      float[][] served = served(feed, candidates);
      for (int i = 0; i < samples.size(); i++) {
        RankingScores scores = scored.get(i).scores();
        assertThat((double) served[0][i]).isCloseTo(scores.click(), within(1e-5));
        assertThat((double) served[1][i]).isCloseTo(scores.order(), within(1e-5));
        assertThat(forward.probability("click", candidates.get(i)))
            .isCloseTo(scores.click(), within(1e-5));
        assertThat(forward.probability("order", candidates.get(i)))
            .isCloseTo(scores.order(), within(1e-5));
      }
    }
  }

  private static EncodedCandidate encode(Encoder encoder, Sample sample) {
    return encoder.encode(
        sample.decision().state(),
        sample.shown().item(),
        sample.shown().dense(),
        sample.shown().ids());
  }

  /** What TensorFlow's own loader answers: click and order probabilities. */
  private float[][] served(LearnableFeed feed, List<EncodedCandidate> candidates) {
    RankerShape shape = RankerShape.of(LearnableFeed.CONFIG, List.of(64, 32));
    RankerBatch batch = RankerBatch.of(shape, feed.embeddings, candidates);
    try (SavedModelBundle model = SavedModelBundle.load(directory.toString(), "serve");
        TFloat32 item = floats(batch.size(), batch.item());
        TFloat32 dense = floats(batch.size(), batch.dense());
        TInt32 ids =
            TInt32.tensorOf(
                Shape.of(batch.size(), batch.ids().length / batch.size()),
                DataBuffers.of(batch.ids()));
        Result result =
            model
                .function("serving_default")
                .call(Map.of("item", item, "dense", dense, "ids", ids))) {
      return new float[][] {floats(result, "click"), floats(result, "order")};
    }
  }

  private static TFloat32 floats(int rows, float[] values) {
    return TFloat32.tensorOf(Shape.of(rows, values.length / rows), DataBuffers.of(values));
  }

  private static float[] floats(Result result, String name) {
    TFloat32 tensor = (TFloat32) result.get(name).orElseThrow();
    float[] values = new float[(int) tensor.size()];
    tensor.copyTo(DataBuffers.of(values));
    return values;
  }
}
