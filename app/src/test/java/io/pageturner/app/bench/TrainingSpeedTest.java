package io.pageturner.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.learning.replay.Sampling;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingSpeedTest {
  private static final FeatureConfig CONFIG =
      FeatureConfigParser.parse(
          "test",
          """
          version: 1
          sequence: {length: 5, dimension: 3}
          network: {pooling: convolution, widths: [1, 2], filters: 2, state: 6, hidden: 4}
          page:
            - {name: distance, kind: dense}
            - {name: entry, kind: id, rows: 8, dimension: 4}
            - {name: changed, kind: transition, dimension: 2}
          """);

  @ParameterizedTest
  @EnumSource(Sampling.Kind.class)
  void aSpeedIsMeasured(Sampling.Kind sampling) {
    TrainingSpeed.Speed speed =
        new TrainingSpeed(CONFIG, sampling.sampling()).measure(16, Duration.ofMillis(50));
    assertThat(speed.batch()).isEqualTo(16);
    assertThat(speed.perSecond()).isPositive();
    assertThat(speed.perCpuSecond()).isPositive();
  }

  @Test
  void theScriptIsToldTheSameNetwork() throws IOException {
    JsonNode sizes = JsonMapper.builder().build().readTree(new TorchSpeed(CONFIG).sizes());
    assertThat(sizes.get("length").intValue()).isEqualTo(5);
    assertThat(sizes.get("dimension").intValue()).isEqualTo(3);
    assertThat(sizes.get("widths").toString()).isEqualTo("[1,2]");
    assertThat(sizes.get("filters").intValue()).isEqualTo(2);
    assertThat(sizes.get("state").intValue()).isEqualTo(6);
    assertThat(sizes.get("hidden").intValue()).isEqualTo(4);
    assertThat(sizes.get("dense").intValue()).isEqualTo(1);
    assertThat(sizes.get("tables").get(0).toString()).isEqualTo("[8,4]");
    assertThat(sizes.get("tables")).hasSize(2);
  }

  @Test
  void pyTorchIsMeasuredWhereItIsInstalled() throws IOException, InterruptedException {
    assumeTrue(TorchSpeed.installed(), "python3 does not find torch here");
    assertThat(new TorchSpeed(CONFIG).measure(List.of(8)))
        .singleElement()
        .satisfies(speed -> assertThat(speed.perSecond()).isPositive());
  }
}
