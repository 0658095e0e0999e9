package io.pageturner.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.features.EncodedCandidate;
import io.pageturner.features.Encoder;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.ItemLookup;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingJson;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.lifecycle.Safetensors;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import io.pageturner.serving.SettableClock;
import io.pageturner.serving.rank.Candidate;
import io.pageturner.serving.rank.RankerScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ranking models' forward pass against numbers computed by hand. */
class RankerNetworkTest {
  private static final String FEATURES =
      """
      sequence: {length: 2, dimension: 2}
      page:
        - {name: distance, kind: dense}
        - {name: city, kind: id, rows: 3, dimension: 1}
      candidate:
        - {name: price, kind: dense}
        - {name: category, kind: id, rows: 4, dimension: 1}
      crosses:
        - {of: [city, category]}
      network: {widths: [1]}
      """;
  private static final FeatureConfig CONFIG = FeatureConfigParser.parse("test", FEATURES);
  private static final ItemEmbeddings EMBEDDINGS =
      ItemEmbeddings.of(2, Map.of(new ItemId("a"), new float[] {1, -2}));

  @TempDir Path directory;

  @Test
  void deepAndWidePartsAddUpToTheLogit() {
    // x0 = (1, −2 | 0.5, 2 | 0.1 (city row 2), 0.2 (category row 3))
    // x1 = ReLU(1·1 − 2·1 + 0.5·1 + 2·1 + 0.1·1 + 0.2·1 − 0.3,  −x0 sum) = (1.5, 0)
    // deep = 2·1.5 + 7·0 − 1 = 2
    // wide = 0.4·0.5 − 0.6·2 + 0.5 (city) − 0.5 (category) + 0.5 (cross, row 2·4 + 3) = −0.5
    // p = σ(1.5)
    EncodedCandidate candidate = new EncodedCandidate(1, new float[] {0.5f, 2}, new int[] {2, 3});
    double score =
        new RankerNetwork(CONFIG, weights("click"), "click").score(candidate, EMBEDDINGS);
    assertThat(score).isCloseTo(0.81757447619, within(1e-6));
  }

  @Test
  void aTensorOfAnotherShapeIsToldWithBothShapes() {
    Map<String, Tensor> wrong = new LinkedHashMap<>(weights("click").asMap());
    wrong.put("click_wide_candidate.category", tensor(new int[] {3}, 0, 0, 0));
    assertThatThrownBy(() -> new RankerNetwork(CONFIG, Weights.of(wrong), "click"))
        .hasMessageContaining("click_wide_candidate.category")
        .hasMessageContaining("[4]");
  }

  @Test
  void aRankerOnDiskScoresCandidatesByTheirFeatures() throws IOException {
    try (ModelServer<ServedRanker> rankers =
        new ModelServer<>(
            "ranker",
            new RankerLoader(ItemLookup.always(EMBEDDINGS), List.of("click", "order")),
            new RecordedStates(1),
            new SettableClock(),
            swap -> {})) {
      RankerScorer scorer = new RankerScorer(rankers);
      assertThat(scorer.ready()).isFalse();
      assertThat(scorer.score(State.EMPTY, List.of())).isEmpty();
      rankers.serve(bundle()).join();
      assertThat(scorer.ready()).isTrue();
      State state = new State(List.of(), Map.of("distance", 0.5), Map.of("city", "rome"));
      Candidate candidate =
          new Candidate(
              new ItemId("a"), new double[0], Map.of("price", 2.0), Map.of("category", "c"));
      double[][] scores = scorer.score(state, List.of(candidate)).orElseThrow();
      assertThat(scores).hasDimensions(1, 2);
      assertThat(scores[0][0]).isCloseTo(0.81757447619, within(1e-6));
    }
  }

  @Test
  void aRankerSeesHowNearACandidateIsToWhatTheUserTouched() {
    FeatureConfig config =
        FeatureConfigParser.parse(
            "test",
            """
            sequence: {length: 2, dimension: 2}
            candidate:
              - {name: taste, kind: similarity}
            network: {widths: [1]}
            """);
    ItemId touched = new ItemId("touched");
    ItemId near = new ItemId("near");
    ItemEmbeddings table =
        ItemEmbeddings.of(2, Map.of(touched, new float[] {3, 4}, near, new float[] {0, 5}));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("click_hidden_0_kernel", tensor(new int[] {3, 1}, 0, 0, 0));
    tensors.put("click_hidden_0_bias", tensor(new int[] {1}, 0));
    tensors.put("click_out_kernel", tensor(new int[] {1, 1}, 0));
    tensors.put("click_out_bias", tensor(new int[] {1}, 0));
    tensors.put("click_wide_dense", tensor(new int[] {1}, 2));
    RankerNetwork network = new RankerNetwork(config, Weights.of(tensors), "click");
    Encoder encoder = new Encoder(config, Preprocessing.EMPTY, ItemEmbeddings.none(2));
    ServedRanker ranker =
        new ServedRanker(new ModelVersion(1), encoder, items -> table, List.of(network));
    ServedRanker.Page page =
        ranker.page(new State(List.of(touched), Map.of(), Map.of()), List.of(near));
    // Cosines 1, 0.8 and none: the logistic function of 2, 1.6 and 0.
    assertThat(page.scores(touched, Map.of(), Map.of())[0]).isCloseTo(0.880797, within(1e-6));
    assertThat(page.scores(near, Map.of(), Map.of())[0]).isCloseTo(0.832018, within(1e-6));
    assertThat(page.scores(new ItemId("new"), Map.of(), Map.of())[0]).isEqualTo(0.5);
  }

  private Bundle bundle() throws IOException {
    Map<String, Tensor> both = new LinkedHashMap<>(weights("click").asMap());
    both.putAll(weights("order").asMap());
    Preprocessing preprocessing =
        new Preprocessing(
            Map.of(),
            Map.of("city", Map.of("rome", 2), "candidate.category", Map.of("b", 2, "c", 3)));
    return new BundleStore(directory)
        .add(
            TestBundles.candidate(
                target -> {
                  Path home = Files.createDirectories(target.resolve(Bundle.PAGETURNER_DIRECTORY));
                  Files.writeString(home.resolve(BundleEncoder.FEATURES_FILE), FEATURES);
                  PreprocessingJson.write(
                      home.resolve(BundleEncoder.PREPROCESSING_FILE), preprocessing);
                  Safetensors.write(home.resolve(Bundle.WEIGHTS_FILE), Weights.of(both));
                }));
  }

  private static Weights weights(String objective) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    String o = objective + "_";
    tensors.put(o + "embedding_city", tensor(new int[] {3, 1}, 9, 9, 0.1f));
    tensors.put(o + "embedding_candidate.category", tensor(new int[] {4, 1}, 9, 9, 9, 0.2f));
    tensors.put(
        o + "hidden_0_kernel", tensor(new int[] {6, 2}, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1));
    tensors.put(o + "hidden_0_bias", tensor(new int[] {2}, -0.3f, 0));
    tensors.put(o + "out_kernel", tensor(new int[] {2, 1}, 2, 7));
    tensors.put(o + "out_bias", tensor(new int[] {1}, -1));
    tensors.put(o + "wide_dense", tensor(new int[] {2}, 0.4f, -0.6f));
    tensors.put(o + "wide_city", tensor(new int[] {3}, 9, 9, 0.5f));
    tensors.put(o + "wide_candidate.category", tensor(new int[] {4}, 9, 9, 9, -0.5f));
    tensors.put(
        o + "wide_cross.city_x_category",
        tensor(new int[] {12}, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 0.5f));
    return Weights.of(tensors);
  }

  private static Tensor tensor(int[] shape, float... values) {
    return new Tensor(shape, values);
  }
}
