package io.pageturner.pipeline.stream;

import static io.pageturner.pipeline.TestFeed.at;
import static io.pageturner.pipeline.TestFeed.click;
import static io.pageturner.pipeline.TestFeed.leave;
import static io.pageturner.pipeline.TestFeed.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Event;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.Transition;
import io.pageturner.pipeline.codec.JoinedPageCodec;
import io.pageturner.pipeline.join.JoinRules;
import io.pageturner.pipeline.kafka.EmbeddedKafka;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.KafkaTransitionLog;
import io.pageturner.pipeline.kafka.RecordReader;
import io.pageturner.pipeline.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way through a real broker and a real Flink cluster in this process. */
class StreamJobTest {
  @TempDir static Path directory;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void joins_pages_and_continues_from_its_checkpoint_without_loss_or_repetition() throws Exception {
    PipelineSettings settings = settings("restart.");
    settings.topics().create(kafka.bootstrapServers(), 4, 1);
    settings.topics().create(kafka.bootstrapServers(), 4, 1);
    try (KafkaEventLog log = KafkaEventLog.open(kafka.bootstrapServers(), settings.topics())) {
      try (StreamJob job = StreamJob.start(settings)) {
        IntStream.range(0, 20).forEach(user -> append(log, user, 0));
        log.appendHeartbeat(at(100)).toCompletableFuture().join();
        assertThat(job.awaitCommitted(at(90), Duration.ofSeconds(60))).isTrue();
        assertThat(transitions(settings)).hasSize(40);
      }
      IntStream.range(0, 20).forEach(user -> append(log, user, 200));
      try (StreamJob job = StreamJob.start(settings)) {
        log.appendHeartbeat(at(200).plus(settings.rules().drain()).plusSeconds(10))
            .toCompletableFuture()
            .join();
        assertThat(
                job.awaitCommitted(at(200).plus(settings.rules().drain()), Duration.ofSeconds(60)))
            .isTrue();
      }
    }
    assertThat(transitions(settings)).hasSize(80).doesNotHaveDuplicates();
    assertThat(pages(settings)).hasSize(80).doesNotHaveDuplicates();
  }

  private static void append(KafkaEventLog log, int user, int seconds) {
    String u = "u" + user;
    String session = "s" + seconds;
    for (Event event :
        List.of(
            page(u, session + "/0", seconds, "a", "b"),
            click(u, session + "c", seconds + 1, session + "/0", "b"),
            page(u, session + "/1", seconds + 10, "c"),
            leave(u, session + "l", seconds + 12, session))) {
      log.append(event).toCompletableFuture().join();
    }
  }

  private static List<Transition> transitions(PipelineSettings settings) {
    try (KafkaTransitionLog log =
        new KafkaTransitionLog(settings.bootstrapServers(), settings.topics())) {
      return log.poll(Duration.ofSeconds(2));
    }
  }

  private static List<JoinedPage> pages(PipelineSettings settings) {
    try (RecordReader<JoinedPage> reader =
        new RecordReader<>(
            settings.bootstrapServers(), settings.topics().samples(), new JoinedPageCodec())) {
      return reader.readToEnd();
    }
  }

  private static PipelineSettings settings(String prefix) {
    Path files = directory.resolve(prefix);
    PipelineSettings defaults = PipelineSettings.in(files, kafka.bootstrapServers());
    return new PipelineSettings(
        defaults.bootstrapServers(),
        new Topics(prefix),
        JoinRules.DEFAULT,
        defaults.maxOutOfOrderness(),
        RewardWeights.DEFAULT,
        2,
        Duration.ofMillis(200),
        defaults.checkpoints(),
        defaults.samples(),
        defaults.sampleFiles(),
        defaults.idleness(),
        defaults.transactionTimeout());
  }
}
