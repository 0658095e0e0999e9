package io.pageturner.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureConfigParserTest {
  private static final String GOOD =
      """
      version: 1
      zone: Europe/Paris
      sequence: {length: 10, dimension: 4}
      page:
        - {name: distance, kind: dense, missing: 3}
        - {name: city, kind: id, rows: 100, dimension: 5, minCount: 2}
        - {name: hour, kind: id, source: hour, rows: 26, dimension: 3}
        - {name: clicked, kind: binary-sequence, of: click}
        - {name: changed, kind: transition}
        - {name: since, kind: gap, of: order, bounds: [1m, 1h]}
        - {name: clicks, kind: count, of: click, window: 6h}
      candidate:
        - {name: price, kind: dense}
        - {name: last_touch, kind: recency}
      network: {pooling: mean, state: 32}
      """;

  @Test
  void readsEveryKind() {
    FeatureConfig config = FeatureConfigParser.parse("good.yaml", GOOD);

    assertThat(config.page()).hasSize(7);
    assertThat(config.page().get(0))
        .isEqualTo(
            new Feature.Dense("distance", Feature.Source.REQUEST, 3, Transform.Plain.Z_SCORE));
    assertThat(config.page().get(5))
        .isEqualTo(
            new Feature.Gap(
                "since",
                Feature.Behaviour.ORDER,
                List.of(Duration.ofMinutes(1), Duration.ofHours(1)),
                4));
    assertThat(config.candidateNumeric()).hasSize(2);
    assertThat(config.network().pooling()).isEqualTo(NetworkSettings.Pooling.MEAN);
  }

  @Test
  void theNetworksInputFollowsFromTheFeatures() {
    FeatureConfig config = FeatureConfigParser.parse("good.yaml", GOOD);
    // mean pooling: d = 4; two numbers; embeddings 5 + 3 + 8 + 2 + 4.
    assertThat(config.stateInputSize()).isEqualTo(4 + 2 + 22);
    // 2^5 codes of five windows and "not known".
    assertThat(config.pageEmbedded().get(2).rows()).isEqualTo(33);
  }

  @Test
  void tellsEveryFaultWithItsLineInOneGo() {
    String bad =
        """
        version: 1
        page:
          - {name: distance, kind: dens}
          - {name: city, kind: id, rows: 1, dimenson: 4}
          - {name: city, kind: transition}
          - {name: since, kind: gap, bounds: [1h, 1m]}
          - {name: clicks, kind: count, window: soon}
        networks: {}
        """;

    FeatureConfigException e =
        catchThrowableOfType(
            FeatureConfigException.class, () -> FeatureConfigParser.parse("bad.yaml", bad));

    assertThat(e.faults().stream().map(Object::toString))
        .containsExactlyInAnyOrder(
            "line 3: kind must be one of [dense, id, count, binary-sequence, transition, gap], was"
                + " 'dens'; did you mean 'dense'?",
            "line 4: page feature.rows must be a whole number from 3 to 100000000, was '1'",
            "line 4: page feature does not know the key 'dimenson', known are [dimension, growing,"
                + " kind, minCount, name, rows, source]; did you mean 'dimension'?",
            "line 5: the name 'city' is taken by the feature of line 4",
            "line 6: page feature.bounds must ascend, found [PT1H, PT1M]",
            "line 7: page feature.window must be a duration such as 30s, 10m, 6h or 7d, at most"
                + " 3650d, was 'soon'",
            "line 8: the configuration does not know the key 'networks', known are [candidate,"
                + " crosses, network, page, sequence, version, zone]; did you mean 'network'?");
  }

  @Test
  void onlyAPagesIdGrowsAndItSaysSoByTrueOrFalse() {
    FeatureConfigException e =
        catchThrowableOfType(
            FeatureConfigException.class,
            () ->
                FeatureConfigParser.parse(
                    "bad.yaml",
                    """
                    page:
                      - {name: city, kind: id, growing: yes}
                      - {name: shop, kind: id, growing: true, rows: 300, minCount: 5}
                    candidate:
                      - {name: brand, kind: id, growing: true}
                    """));
    assertThat(e.faults().stream().map(Object::toString))
        .containsExactlyInAnyOrder(
            "line 2: page feature.growing must be true or false, was 'yes'",
            "line 5: only a page's feature can be growing: the ranking models' can not");
  }

  @Test
  void saysWhereATextIsNotYaml() {
    FeatureConfigException e =
        catchThrowableOfType(
            FeatureConfigException.class,
            () -> FeatureConfigParser.parse("x.yaml", "page:\n  - {name: [}\n"));
    assertThat(e.faults()).hasSize(1);
    assertThat(e.faults().get(0).line()).isEqualTo(2);
    assertThat(e).hasMessageStartingWith("x.yaml: 1 fault");
  }

  @Test
  void anotherTextHasAnotherHash() {
    assertThat(FeatureConfigParser.parse("a", GOOD).hash())
        .hasSize(64)
        .isNotEqualTo(FeatureConfigParser.parse("a", GOOD + "# comment\n").hash());
  }
}
