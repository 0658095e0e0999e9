package io.pageturner.pipeline.kafka;

import static io.pageturner.pipeline.TestFeed.at;
import static io.pageturner.pipeline.TestFeed.click;
import static io.pageturner.pipeline.TestFeed.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.domain.Event;
import io.pageturner.domain.Transition;
import io.pageturner.pipeline.codec.EventCodec;
import io.pageturner.pipeline.codec.LogRecord;
import io.pageturner.pipeline.codec.RandomRecords;
import io.pageturner.pipeline.codec.RecordCodec;
import io.pageturner.pipeline.codec.TransitionCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log, readers and broker against each other. */
class KafkaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

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
  void the_broker_listens_on_this_machine_only() {
    assertThat(kafka.access().bootstrapServers()).startsWith("127.0.0.1:");
  }

  @Test
  void topics_are_created_once_and_keep_what_was_appended_by_the_time_of_appending()
      throws Exception {
    Topics topics = create("created.");
    topics.create(kafka.access(), 5, 1);

    try (Admin admin = Admin.create(kafka.access().client(Map.of()))) {
      assertThat(admin.describeTopics(topics.derived()).allTopicNames().get().values())
          .hasSize(8)
          .allMatch(topic -> topic.partitions().size() == 3);
      ConfigResource events = new ConfigResource(ConfigResource.Type.TOPIC, topics.events());
      assertThat(
              admin
                  .describeConfigs(List.of(events))
                  .all()
                  .get()
                  .get(events)
                  .get("message.timestamp.type")
                  .value())
          .isEqualTo("LogAppendTime");
    }
  }

  @Test
  void one_users_events_stay_in_order_and_a_heartbeat_stands_behind_them_in_every_partition() {
    Topics topics = create("order.");
    List<Event> events = new ArrayList<>();
    for (int k = 0; k < 200; k++) {
      events.add(click("u" + k % 7, "c" + k, k, "s/0", "a"));
    }
    try (KafkaEventLog log = open(topics)) {
      events.forEach(log::append);
      log.appendHeartbeat(at(500)).toCompletableFuture().join();
    }

    List<LogRecord> log = readToEnd(topics.events(), new EventCodec());

    assertThat(log).filteredOn(r -> r instanceof LogRecord.Heartbeat).hasSize(3);
    for (int user = 0; user < 7; user++) {
      String name = "u" + user;
      assertThat(log)
          .filteredOn(r -> r instanceof LogRecord.Logged l && l.event().user().value().equals(name))
          .extracting(r -> ((LogRecord.Logged) r).event())
          .containsExactlyElementsOf(
              events.stream().filter(e -> e.user().value().equals(name)).toList());
    }
  }

  @Test
  void a_log_without_its_topic_does_not_open() {
    assertThatThrownBy(
            () ->
                KafkaEventLog.open(
                    kafka.access(), new Topics("no."), 1 << 20, Duration.ofMillis(300)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no.events");
  }

  @Test
  void a_reader_of_a_missing_topic_does_not_open() {
    assertThatThrownBy(() -> new RecordReader<>(kafka.access(), "missing", new EventCodec()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void a_full_buffer_rejects_at_once() throws InterruptedException {
    Topics topics = create("full.");
    Event page = page("s/0", 0, manyItems(400));
    Queue<CompletableFuture<Void>> appended = new ConcurrentLinkedQueue<>();
    ExecutorService crowd = Executors.newFixedThreadPool(16);
    // Room for two such pages, and sixteen threads that append them as fast as they can.
    try (KafkaEventLog log = KafkaEventLog.open(kafka.access(), topics, 32 << 10, PATIENCE)) {
      for (int k = 0; k < 1_000; k++) {
        crowd.execute(() -> appended.add(log.append(page).toCompletableFuture()));
      }
      crowd.shutdown();
      assertThat(crowd.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(appended).hasSize(1_000).allMatch(CompletableFuture::isDone);
    assertThat(appended).anyMatch(future -> !future.isCompletedExceptionally());
    assertThat(appended)
        .filteredOn(CompletableFuture::isCompletedExceptionally)
        .isNotEmpty()
        .allSatisfy(
            future ->
                assertThatThrownBy(future::join)
                    .hasCauseInstanceOf(RejectedExecutionException.class));
  }

  @Test
  void a_record_too_large_fails() {
    try (KafkaEventLog log = open(create("large."))) {
      assertThatThrownBy(log.append(page("s/0", 0, manyItems(80_000))).toCompletableFuture()::join)
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("max.request.size");
    }
  }

  @Test
  void a_closed_log_fails_the_append_and_throws_nothing() {
    KafkaEventLog log = open(create("closed."));
    log.close();

    assertThat(log.append(page("s/0", 0)).toCompletableFuture()).isCompletedExceptionally();
    assertThat(log.appendHeartbeat(at(0)).toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void heartbeats_come_by_themselves() {
    Topics topics = create("beats.");
    try (KafkaEventLog log = open(topics);
        Heartbeats heartbeats = Heartbeats.start(log, () -> at(7), Duration.ofMillis(20));
        RecordReader<LogRecord> reader =
            new RecordReader<>(kafka.access(), topics.events(), new EventCodec())) {
      assertThat(heartbeats).isNotNull();
      assertThat(reader.poll(PATIENCE)).contains(new LogRecord.Heartbeat(at(7)));
    }
  }

  @Test
  void a_reader_sees_committed_transitions_only_and_continues_where_it_is_told() throws Exception {
    Topics topics = create("positions.");
    List<Transition> all = new ArrayList<>();
    for (int k = 0; k < 50; k++) {
      all.add(new RandomRecords(k).transition());
    }
    write(topics.transitions(), all.subList(0, 30), true);
    write(topics.transitions(), List.of(new RandomRecords(99).transition()), false);
    try (RecordReader<Transition> log =
        new RecordReader<>(kafka.access(), topics.transitions(), new TransitionCodec())) {
      assertThat(pollAll(log)).containsExactlyInAnyOrderElementsOf(all.subList(0, 30));
      Map<Integer, Long> position = log.position();
      assertThat(log.poll(Duration.ofMillis(50))).isEmpty();

      write(topics.transitions(), all.subList(30, 50), true);
      assertThat(pollAll(log)).containsExactlyInAnyOrderElementsOf(all.subList(30, 50));
      log.seek(position);
      assertThat(pollAll(log)).containsExactlyInAnyOrderElementsOf(all.subList(30, 50));
      log.seek(Map.of());
      assertThat(pollAll(log)).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  @Test
  void the_last_records_are_found_among_the_ends_of_many_small_transactions() {
    Topics topics = new Topics("small.");
    topics.create(kafka.access(), 1, 1);
    List<Transition> all = new ArrayList<>();
    for (int k = 0; k < 12; k++) {
      all.add(new RandomRecords(k).transition());
    }
    writeEachAlone(topics.transitions(), all);
    try (RecordReader<Transition> log =
        new RecordReader<>(kafka.access(), topics.transitions(), new TransitionCodec())) {
      for (int count : new int[] {4, 1, 0, 11, 12, 100}) {
        log.seekToLast(count);
        assertThat(log.readToEnd())
            .containsExactlyElementsOf(all.subList(Math.max(0, 12 - count), 12));
      }
    }
  }

  @Test
  void a_record_that_cannot_be_read_is_named_by_its_place() throws Exception {
    Topics topics = create("broken.");
    try (KafkaEventLog log = open(topics)) {
      log.appendHeartbeat(at(0)).toCompletableFuture().join();
    }
    try (RecordReader<Transition> reader =
        new RecordReader<>(kafka.access(), topics.events(), new TransitionCodec())) {
      assertThatThrownBy(reader::readToEnd)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageMatching("broken\\.events-[0-2]@0 cannot be read");
    }
  }

  private static List<Transition> pollAll(RecordReader<Transition> log) {
    List<Transition> found = new ArrayList<>(log.poll(PATIENCE));
    for (List<Transition> more = log.poll(Duration.ofMillis(200));
        !more.isEmpty();
        more = log.poll(Duration.ofMillis(200))) {
      found.addAll(more);
    }
    return found;
  }

  private static KafkaProducer<byte[], byte[]> transactional() {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                kafka.access().bootstrapServers(),
                "transactional.id",
                "test",
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class));
    producer.initTransactions();
    return producer;
  }

  /** Writes each in a transaction of its own, after one that is aborted. */
  private static void writeEachAlone(String topic, List<Transition> transitions) {
    TransitionCodec codec = new TransitionCodec();
    try (KafkaProducer<byte[], byte[]> producer = transactional()) {
      for (Transition transition : transitions) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, codec.encode(transition)));
        producer.flush();
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, codec.encode(transition)));
        producer.commitTransaction();
      }
    }
  }

  /** Writes in one transaction, which is then committed or aborted. */
  private static void write(String topic, List<Transition> transitions, boolean commit) {
    TransitionCodec codec = new TransitionCodec();
    try (KafkaProducer<byte[], byte[]> producer = transactional()) {
      producer.beginTransaction();
      for (Transition transition : transitions) {
        producer.send(new ProducerRecord<>(topic, codec.encode(transition)));
      }
      producer.flush();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  private static <T> List<T> readToEnd(String topic, RecordCodec<T> codec) {
    try (RecordReader<T> reader = new RecordReader<>(kafka.access(), topic, codec)) {
      return reader.readToEnd();
    }
  }

  private static Topics create(String prefix) {
    Topics topics = new Topics(prefix);
    topics.create(kafka.access(), 3, 1);
    return topics;
  }

  private static KafkaEventLog open(Topics topics) {
    return KafkaEventLog.open(kafka.access(), topics);
  }

  private static String[] manyItems(int count) {
    String[] items = new String[count];
    for (int i = 0; i < count; i++) {
      items[i] = "item-" + i;
    }
    return items;
  }
}
