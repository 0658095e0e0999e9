package io.pageturner.learning.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterCountTest {
  /** A feed of ordinary size: twelve id features, two of them with some thousand rows. */
  private static final String FEED =
      """
      version: 1
      page:
        - {name: distance, kind: dense, source: request}
        - {name: depth, kind: dense, source: page-index}
        - {name: clicks, kind: count, of: click, window: 1h}
        - {name: city, kind: id, source: request, rows: 4000}
        - {name: district, kind: id, source: request, rows: 8000}
        - {name: device, kind: id, source: request, rows: 1000}
        - {name: segment, kind: id, source: request, rows: 1000}
        - {name: entry, kind: id, source: request, rows: 50}
        - {name: hour, kind: id, source: hour, rows: 26}
        - {name: weekday, kind: id, source: weekday, rows: 10}
        - {name: clicked, kind: binary-sequence, of: click}
        - {name: ordered, kind: binary-sequence, of: order}
        - {name: changed, kind: transition}
        - {name: sinceClick, kind: gap, of: click}
        - {name: sinceOrder, kind: gap, of: order}
      """;

  @Test
  void theDefaultNetworkHasAtLeast74PercentFewerParametersThanDdpg() {
    FeatureConfig config = FeatureConfigParser.parse("feed.yaml", FEED);
    try (AdvantageDdpg agent =
        new AdvantageDdpg(
            config, ActionSpace.DEFAULT, List.of("agent"), PolicyLearnerSettings.DEFAULT, 1)) {
      ParameterCount count = agent.parameterCount();
      System.out.println("advantage DDPG: " + count);
      assertThat(count.state()).isEqualTo(byHand(config));
      assertThat(count.value()).isEqualTo(128 * 16 + 16 + 16 + 1);
      assertThat(count.advantage()).isEqualTo(128 * 16 + 16 + 3 * 16 + 3);
      assertThat(count.actor()).isEqualTo(128 * 16 + 16 + 16 + 1);
      assertThat(count.saved()).isGreaterThanOrEqualTo(0.74);
      assertThat(ParameterCount.of(config, 1, 1)).isEqualTo(count);
    }
  }

  @Test
  void theCountWithoutANetworkIsThatOfTheNetwork() {
    for (String pooling : List.of("convolution", "max")) {
      FeatureConfig config =
          FeatureConfigParser.parse(
              "small.yaml",
              """
              sequence: {length: 5, dimension: 3}
              page:
                - {name: price, kind: dense, transform: bucket, bounds: [1, 2], dimension: 2}
                - {name: distance, kind: dense, transform: log}
                - {name: changed, kind: transition}
              network: {pooling: %s, widths: [1, 5, 2], filters: 4, state: 6, hidden: 7}
              """
                  .formatted(pooling));
      ActionSpace twoFactors = new ActionSpace(2, 0.25, 4);
      try (AdvantageDdpg agent =
          new AdvantageDdpg(
              config, twoFactors, List.of("a", "b"), PolicyLearnerSettings.DEFAULT, 1)) {
        assertThat(ParameterCount.of(config, 2, 2)).isEqualTo(agent.parameterCount());
      }
    }
  }

  @Test
  void plainDdpgHasAnActorAndACriticAndACopyOfBothPerAgent() {
    ParameterCount count = new ParameterCount(1_000, 10, 12, 11, 2);
    assertThat(count.advantageDdpg()).isEqualTo(1_000 + 10 + 2 * (12 + 11));
    assertThat(count.plainDdpg()).isEqualTo(2 * 2 * (1_000 + 11 + 1_000 + 12));
  }

  private static long byHand(FeatureConfig config) {
    long convolutions = (2 + 4) * 32 * 32 + 2 * 32;
    long tables =
        config.pageEmbedded().stream().mapToLong(f -> (long) f.rows() * f.dimension()).sum();
    long in = 2 * 32 + 3 + config.pageEmbedded().stream().mapToLong(f -> f.dimension()).sum();
    return convolutions + tables + in * 128 + 128;
  }
}
