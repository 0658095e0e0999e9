package io.pageturner.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.RawValues;
import io.pageturner.domain.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TransformTest {
  private static final FeatureConfig CONFIG =
      FeatureConfigParser.parse(
          "test",
          """
          sequence: {length: 1, dimension: 1}
          page:
            - {name: price, kind: dense, transform: log}
            - {name: delay, kind: dense, transform: clip, bounds: [0, 60], missing: 90}
            - {name: share, kind: dense, transform: none}
            - {name: distance, kind: dense, transform: bucket, bounds: [1, 5, 20]}
            - {name: rating, kind: dense, transform: bucket, bounds: [3, 4], missing: 3.5}
            - {name: clicks, kind: count, transform: bucket, bounds: [1, 3], window: 1h}
          """);

  @Test
  void eachTransformComesBeforeTheZScore() {
    Preprocessing learned =
        new Preprocessing(
            Map.of("price", new ZScore(2, 0.5), "delay", new ZScore(30, 15)), Map.of());
    EncodedState encoded =
        encode(learned, Map.of("price", Math.E * Math.E - 1, "delay", 1_000.0, "share", 0.25));

    // ln(1 + e² − 1) = 2, the mean; 1,000 is cut to 60, two deviations above it.
    assertThat(encoded.dense()[0]).isCloseTo(0, within(1e-6f));
    assertThat(encoded.dense()[1]).isEqualTo(2);
    assertThat(encoded.dense()[2]).isEqualTo(0.25f);
  }

  @Test
  void aMissingNumberIsTransformedLikeAnyOther() {
    Preprocessing learned = new Preprocessing(Map.of("delay", new ZScore(30, 15)), Map.of());
    // 90 is cut to 60; price and share are the mean, 0.
    assertThat(encode(learned, Map.of()).dense()).containsExactly(0, 2, 0);
  }

  @Test
  void aBucketIsARowAndItsBoundsBelongToTheNextOne() {
    assertThat(distanceRow(0.0)).isEqualTo(1);
    assertThat(distanceRow(1.0)).isEqualTo(2);
    assertThat(distanceRow(19.9)).isEqualTo(3);
    assertThat(distanceRow(1e9)).isEqualTo(4);
    int[] nothing = encode(Preprocessing.EMPTY, Map.of()).ids();
    assertThat(nothing).containsExactly(Preprocessing.MISSING_ROW, 2, Preprocessing.MISSING_ROW);
  }

  @Test
  void theZScoreIsOfTheTransformedValuesAndOnlyWhereItFollows() {
    PreprocessingLearner learner = new PreprocessingLearner(CONFIG, Duration.ofDays(7));
    for (double price : new double[] {0, Math.exp(1) - 1, Math.exp(2) - 1}) {
      learner.observe(
          new State(List.of(), Map.of("price", price, "share", price, "distance", 3.0), Map.of()),
          Instant.EPOCH);
    }
    Map<String, ZScore> zScores = learner.snapshot().zScores();
    assertThat(zScores).containsOnlyKeys("price");
    assertThat(zScores.get("price").mean()).isCloseTo(1, within(1e-12));
    assertThat(zScores.get("price").deviation()).isCloseTo(Math.sqrt(2.0 / 3), within(1e-12));
  }

  @Property
  void aNumberBecomesAnInputWithinTheLimits(@ForAll double raw) {
    if (Math.abs(raw) <= RawValues.MAX_NUMBER) {
      Map<String, Double> all =
          Map.of("price", raw, "delay", raw, "share", raw, "distance", raw, "rating", raw);
      for (float value : encode(Preprocessing.EMPTY, all).dense()) {
        assertThat(Math.abs(value)).isLessThanOrEqualTo((float) Transform.Plain.LIMIT);
      }
    }
  }

  @Test
  void aNumberThatIsNotFiniteIsRefusedByName() {
    CandidateEncoder encoder =
        new Encoder(
                FeatureConfigParser.parse(
                    "test",
                    """
                    sequence: {length: 1, dimension: 1}
                    candidate:
                      - {name: price, kind: dense}
                      - {name: stars, kind: dense, transform: bucket, bounds: [3]}
                    """),
                Preprocessing.EMPTY,
                ItemEmbeddings.none(1))
            .candidates(State.EMPTY);
    ItemId item = new ItemId("i");
    assertThatThrownBy(() -> encoder.encode(item, Map.of("price", Double.NaN), Map.of()))
        .hasMessage("price must be a finite number, was NaN");
    assertThatThrownBy(
            () -> encoder.encode(item, Map.of("stars", Double.NEGATIVE_INFINITY), Map.of()))
        .hasMessage("stars must be a finite number, was -Infinity");
  }

  private static int distanceRow(double distance) {
    return encode(Preprocessing.EMPTY, Map.of("distance", distance)).ids()[0];
  }

  private static EncodedState encode(Preprocessing learned, Map<String, Double> dense) {
    return new Encoder(CONFIG, learned, ItemEmbeddings.none(1))
        .encode(new State(List.of(), dense, Map.of()));
  }
}
