package io.pageturner.pipeline.stream;

import io.pageturner.domain.Event;
import io.pageturner.domain.RewardWeights;
import io.pageturner.pipeline.codec.RecordCodec;
import io.pageturner.pipeline.join.JoinRules;
import io.pageturner.pipeline.kafka.KafkaAccess;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.RecordReader;
import io.pageturner.pipeline.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the tests of the whole job share: quick settings, and reading a topic to its end. */
final class JobFixture {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  /** The test feed's times are fixed, whatever the machine's clock says. */
  private static final Duration ANY_CLOCK = Duration.ofDays(36_500);

  private JobFixture() {}

  static PipelineSettings settings(
      KafkaAccess kafka, Path directory, Topics topics, int parallelism) {
    return settings(kafka, directory, topics, parallelism, SampleFileSettings.DEFAULT);
  }

  static PipelineSettings settings(
      KafkaAccess kafka, Path directory, Topics topics, int parallelism, SampleFileSettings files) {
    PipelineSettings defaults = PipelineSettings.in(directory, kafka);
    return new PipelineSettings(
        kafka,
        topics,
        JoinRules.DEFAULT,
        defaults.maxOutOfOrderness(),
        ANY_CLOCK,
        RewardWeights.DEFAULT,
        parallelism,
        Duration.ofMillis(200),
        defaults.checkpoints(),
        defaults.samples(),
        files,
        defaults.transactionTimeout(),
        defaults.jobManager());
  }

  static void append(KafkaEventLog log, Event... events) {
    for (Event event : events) {
      log.append(event).toCompletableFuture().join();
    }
  }

  /** Appends bytes that Pageturner itself would never write. */
  static void appendRaw(PipelineSettings settings, String topic, byte[]... values)
      throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings
                .kafka()
                .client(
                    Map.of(
                        "compression.type",
                        "lz4",
                        "max.request.size",
                        8 << 20,
                        "key.serializer",
                        ByteArraySerializer.class,
                        "value.serializer",
                        ByteArraySerializer.class)))) {
      for (byte[] value : values) {
        producer.send(new ProducerRecord<>(topic, 0, null, value)).get();
      }
    }
  }

  static <T> List<T> read(
      PipelineSettings settings, Function<Topics, String> topic, RecordCodec<T> codec) {
    try (RecordReader<T> reader =
        new RecordReader<>(settings.kafka(), topic.apply(settings.topics()), codec)) {
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
