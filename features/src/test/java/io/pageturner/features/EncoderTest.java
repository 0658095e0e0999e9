package io.pageturner.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderTest {
  private static final ItemId A = new ItemId("a");
  private static final ItemId B = new ItemId("b");
  private static final ItemId NEW = new ItemId("new");

  private final FeatureConfig config =
      FeatureConfigParser.parse(
          "test",
          """
          sequence: {length: 3, dimension: 2}
          page:
            - {name: distance, kind: dense}
            - {name: city, kind: id, rows: 4, minCount: 2}
            - {name: since, kind: gap, bounds: [1m, 1h]}
          candidate:
            - {name: price, kind: dense, missing: 7}
            - {name: last_touch, kind: recency}
            - {name: touched, kind: touches}
            - {name: alike, kind: similarity}
          """);
  private final ItemEmbeddings embeddings =
      ItemEmbeddings.of(2, Map.of(A, new float[] {3, 4}, B, new float[] {0, 1}));

  @Test
  void theNewestItemStandsLastAndPaddingIsMarked() {
    EncodedState encoded = encode(state(List.of(A, NEW), Map.of(), Map.of()));

    assertThat(encoded.items()).containsExactly(EncodedState.PADDING, embeddings.row(A), 0);
    float[] matrix = new float[6];
    float[] mask = new float[3];
    encoded.fillItems(embeddings, matrix, 0, mask, 0);
    assertThat(matrix).containsExactly(0, 0, 3, 4, 0, 0);
    assertThat(mask).containsExactly(0, 1, 1);
  }

  @Test
  void aUserWithoutHistoryIsAllPadding() {
    EncodedState encoded = encode(State.EMPTY);
    assertThat(encoded.items()).containsOnly(EncodedState.PADDING).hasSize(3);
    float[] matrix = new float[6];
    float[] mask = new float[3];
    encoded.fillItems(embeddings, matrix, 0, mask, 0);
    assertThat(matrix).containsOnly(0);
    assertThat(mask).containsOnly(0);
    EncodedCandidate candidate =
        new Encoder(config, Preprocessing.EMPTY, embeddings)
            .encode(State.EMPTY, A, Map.of("price", 1.0), Map.of());
    assertThat(candidate.dense()).containsExactly(0, 1, 0, 0, 0);
  }

  @Test
  void whatTheConfigurationDoesNotHaveChangesNothing() {
    State extra = state(List.of(A), Map.of("distance", 1.0, "humidity", 7.0), Map.of("x", "y"));
    State plain = state(List.of(A), Map.of("distance", 1.0), Map.of());
    assertThat(encode(extra).dense()).containsExactly(encode(plain).dense());
    assertThat(encode(extra).ids()).containsExactly(encode(plain).ids());
  }

  @Test
  void numbersAreNormalisedAndAnUnknownOneIsTheMean() {
    Preprocessing learned = new Preprocessing(Map.of("distance", new ZScore(10, 2)), Map.of());
    Encoder encoder = new Encoder(config, learned, embeddings);
    assertThat(encoder.encode(state(List.of(), Map.of("distance", 13.0), Map.of())).dense())
        .containsExactly(1.5f);
    assertThat(encoder.encode(State.EMPTY).dense()).containsExactly(0);
  }

  @Test
  void rareAndNewIdsShareARowUntilTheyAreFrequentAndTheTableIsNeverOverrun() {
    PreprocessingLearner learner = new PreprocessingLearner(config, 1);
    for (String city : List.of("Graz", "Graz", "Linz", "Wien", "Wien", "Bonn", "Bonn")) {
      learner.observe(state(List.of(), Map.of(), Map.of("city", city)));
    }
    Encoder encoder = new Encoder(config, learner.snapshot(), embeddings);

    assertThat(cityRow(encoder, "Graz")).isEqualTo(2);
    assertThat(cityRow(encoder, "Wien")).isEqualTo(3);
    assertThat(cityRow(encoder, "Linz")).isEqualTo(Preprocessing.RARE_ROW); // seen once
    assertThat(cityRow(encoder, "Bonn")).isEqualTo(Preprocessing.RARE_ROW); // no row left
    assertThat(encoder.encode(State.EMPTY).ids()[0]).isEqualTo(Preprocessing.MISSING_ROW);
  }

  @Test
  void aRestoredLearnerGoesOnWhereTheOldOneStopped() {
    PreprocessingLearner old = new PreprocessingLearner(config, 0.9);
    old.observe(state(List.of(), Map.of("distance", 1.0), Map.of("city", "Graz")));
    PreprocessingLearner restored = new PreprocessingLearner(config, 0.9);
    restored.restore(old.memory());

    for (PreprocessingLearner learner : List.of(old, restored)) {
      learner.observe(state(List.of(), Map.of("distance", 4.0), Map.of("city", "Graz")));
    }
    assertThat(restored.snapshot()).isEqualTo(old.snapshot());
    assertThat(restored.snapshot().rows().get("city")).containsEntry("Graz", 2);
  }

  @Test
  void codesOfAnotherConfigurationAreNotKnown() {
    assertThat(encode(state(List.of(), Map.of(), Map.of("since", "2"))).ids()[1]).isEqualTo(3);
    assertThat(encode(state(List.of(), Map.of(), Map.of("since", "9"))).ids()[1]).isZero();
    assertThat(encode(state(List.of(), Map.of(), Map.of("since", "x"))).ids()[1]).isZero();
  }

  @Test
  void candidatesAreSetBesideWhatTheUserDid() {
    State state = state(List.of(A, B, B), Map.of(), Map.of());
    EncodedCandidate a =
        new Encoder(config, Preprocessing.EMPTY, embeddings).encode(state, A, Map.of(), Map.of());

    // distance unknown; price missing = 7, cut to 5; one item since; touched once.
    assertThat(a.dense()[0]).isZero();
    assertThat(a.dense()[1]).isEqualTo(5);
    assertThat(a.dense()[2]).isEqualTo(0.5f);
    assertThat(a.dense()[3]).isEqualTo((float) Math.log(2));
    // mean of (3,4), (0,1), (0,1) is (1, 2): cosine (3·1 + 4·2) / (5·√5).
    assertThat(a.dense()[4]).isEqualTo((float) (11 / (5 * Math.sqrt(5))));
  }

  @Test
  void preprocessingSurvivesItsFile(@TempDir Path directory) throws Exception {
    Preprocessing learned =
        new Preprocessing(
            Map.of("distance", new ZScore(0.1, 1 / 3.0)), Map.of("city", Map.of("Graz", 2)));
    PreprocessingJson.write(directory.resolve("p.json"), learned);
    assertThat(PreprocessingJson.read(directory.resolve("p.json"))).isEqualTo(learned);
  }

  @Test
  void evenHugeEmbeddingsHaveACosine() {
    float[] huge = {3e38f, -1e38f};
    ItemEmbeddings of = ItemEmbeddings.of(2, Map.of(A, huge));
    assertThat(of.cosine(of.row(A), huge)).isCloseTo(1, within(1e-12));
  }

  @Test
  void embeddingsOfAnotherDimensionAreRefused() {
    assertThatThrownBy(() -> new Encoder(config, Preprocessing.EMPTY, ItemEmbeddings.none(3)))
        .hasMessage("item embeddings have dimension 3, sequence.dimension is 2");
  }

  @Test
  void embeddingsOfARequestStandInForTheWholeTable() {
    Encoder none = new Encoder(config, Preprocessing.EMPTY, ItemEmbeddings.none(2));
    State state = state(List.of(A), Map.of(), Map.of());
    assertThat(none.encode(state).items()).contains(ItemEmbeddings.UNKNOWN_ROW);
    ItemEmbeddings requested = ItemEmbeddings.of(2, Map.of(A, new float[] {3, 4}));
    assertThat(none.with(requested).encode(state).items()).contains(requested.row(A));
  }

  private int cityRow(Encoder encoder, String city) {
    return encoder.encode(state(List.of(), Map.of(), Map.of("city", city))).ids()[0];
  }

  private EncodedState encode(State state) {
    return new Encoder(config, Preprocessing.EMPTY, embeddings).encode(state);
  }

  private static State state(
      List<ItemId> items, Map<String, Double> dense, Map<String, String> ids) {
    return new State(items, dense, ids);
  }
}
