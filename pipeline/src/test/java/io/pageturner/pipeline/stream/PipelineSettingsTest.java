package io.pageturner.pipeline.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.domain.RewardWeights;
import io.pageturner.pipeline.join.JoinRules;
import io.pageturner.pipeline.kafka.KafkaAccess;
import io.pageturner.pipeline.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.junit.jupiter.api.Test;

class PipelineSettingsTest {
  private static final KafkaAccess KAFKA = KafkaAccess.open("127.0.0.1:9092");

  @Test
  void the_defaults() {
    PipelineSettings settings = PipelineSettings.in(Path.of("/data"), KAFKA);

    assertThat(settings)
        .isEqualTo(
            new PipelineSettings(
                KAFKA,
                new Topics("pageturner."),
                JoinRules.DEFAULT,
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                RewardWeights.DEFAULT,
                1,
                Duration.ofMillis(500),
                "file:///data/checkpoints",
                "file:///data/samples",
                new SampleFileSettings(50_000, Duration.ofMinutes(1), 1, FeatureColumns.NONE),
                Duration.ofMinutes(10),
                ""));
  }

  @Test
  void a_checkpoint_that_fails_now_and_then_does_not_restart_the_job() {
    PipelineSettings settings = PipelineSettings.in(Path.of("/data"), KAFKA);

    assertThat(
            JobConfiguration.job(settings, Optional.empty())
                .get(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER))
        .isEqualTo(3);
  }

  @Test
  void impossible_settings_are_refused_by_name() {
    assertThatThrownBy(() -> with(0, Duration.ofSeconds(1), ""))
        .hasMessage("parallelism must be 1 to 128, was 0");
    assertThatThrownBy(() -> with(1, Duration.ZERO, "")).hasMessageContaining("checkpointInterval");
    assertThatThrownBy(() -> with(1, Duration.ofSeconds(1), "http://flink:8081"))
        .hasMessage("jobManager must be host:port, such as flink:8081, was 'http://flink:8081'");
    assertThatThrownBy(() -> new SampleFileSettings(0, Duration.ZERO, 1, FeatureColumns.NONE))
        .hasMessageContaining("maxSamples");
    assertThatThrownBy(() -> new SampleFileSettings(1, Duration.ZERO, 0, FeatureColumns.NONE))
        .hasMessage("negativeRate must be above 0 and at most 1, was 0.0");
    assertThatThrownBy(() -> new Topics("a b")).hasMessageContaining("'a bevents'");
  }

  private static PipelineSettings with(int parallelism, Duration checkpoints, String jobManager) {
    return new PipelineSettings(
        KAFKA,
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
        Duration.ofMinutes(10),
        jobManager);
  }
}
