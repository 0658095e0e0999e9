package io.pageturner.pipeline.stream;

import io.pageturner.domain.RewardWeights;
import io.pageturner.pipeline.codec.RecordCodec;
import io.pageturner.pipeline.join.JoinRules;
import io.pageturner.pipeline.kafka.RecordReader;
import io.pageturner.pipeline.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** What the tests of the whole job share: quick settings, and reading a topic to its end. */
final class JobFixture {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private JobFixture() {}

  static PipelineSettings settings(
      String bootstrapServers, Path directory, Topics topics, int parallelism) {
    PipelineSettings defaults = PipelineSettings.in(directory, bootstrapServers);
    return new PipelineSettings(
        bootstrapServers,
        topics,
        JoinRules.DEFAULT,
        defaults.maxOutOfOrderness(),
        RewardWeights.DEFAULT,
        parallelism,
        Duration.ofMillis(200),
        defaults.checkpoints(),
        defaults.samples(),
        defaults.sampleFiles(),
        defaults.idleness(),
        defaults.transactionTimeout());
  }

  static <T> List<T> read(
      PipelineSettings settings, Function<Topics, String> topic, RecordCodec<T> codec) {
    try (RecordReader<T> reader =
        new RecordReader<>(settings.bootstrapServers(), topic.apply(settings.topics()), codec)) {
      return reader.readToEnd();
    }
  }

  /** The topic's records as they are, in canonical order. */
  static List<String> readBytes(PipelineSettings settings, Function<Topics, String> topic) {
    return read(settings, topic, new AsText()).stream().sorted().toList();
  }

  private static final class AsText implements RecordCodec<String> {
    @Override
    public byte[] encode(String value) {
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
