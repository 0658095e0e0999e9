package io.pageturner.pipeline.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.domain.RewardWeights;
import io.pageturner.pipeline.join.JoinRules;
import io.pageturner.pipeline.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PipelineSettingsTest {
  @Test
  void the_defaults() {
    PipelineSettings settings = PipelineSettings.in(Path.of("/data"), "127.0.0.1:9092");

    assertThat(settings)
        .isEqualTo(
            new PipelineSettings(
                "127.0.0.1:9092",
                new Topics("pageturner."),
                JoinRules.DEFAULT,
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                RewardWeights.DEFAULT,
                1,
                Duration.ofSeconds(2),
                "file:///data/checkpoints",
                "file:///data/samples",
                new SampleFileSettings(50_000, Duration.ofMinutes(1), 1, FeatureColumns.NONE),
                Duration.ofMinutes(10)));
  }

  @Test
  void impossible_settings_are_refused_by_name() {
    assertThatThrownBy(() -> with(" ", 1, Duration.ofSeconds(1)))
        .hasMessage("bootstrapServers is missing");
    assertThatThrownBy(() -> with("k:1", 0, Duration.ofSeconds(1)))
        .hasMessage("parallelism must be 1 to 128, was 0");
    assertThatThrownBy(() -> with("k:1", 1, Duration.ZERO))
        .hasMessageContaining("checkpointInterval");
    assertThatThrownBy(() -> new SampleFileSettings(0, Duration.ZERO, 1, FeatureColumns.NONE))
        .hasMessageContaining("maxSamples");
    assertThatThrownBy(() -> new SampleFileSettings(1, Duration.ZERO, 0, FeatureColumns.NONE))
        .hasMessage("negativeRate must be above 0 and at most 1, was 0.0");
    assertThatThrownBy(() -> new Topics("a b")).hasMessageContaining("'a bevents'");
  }

  private static PipelineSettings with(String servers, int parallelism, Duration checkpoints) {
    return new PipelineSettings(
        servers,
        Topics.DEFAULT,
        JoinRules.DEFAULT,
        Duration.ofSeconds(2),
        Duration.ofMinutes(5),
        RewardWeights.DEFAULT,
        parallelism,
        checkpoints,
        "/c",
        "/s",
        SampleFileSettings.DEFAULT,
        Duration.ofMinutes(10));
  }
}
