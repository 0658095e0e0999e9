package io.pageturner.pipeline.kafka;

import io.pageturner.domain.Event;
import io.pageturner.domain.EventLog;
import io.pageturner.pipeline.codec.EventCodec;
import io.pageturner.pipeline.codec.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The event log as one Kafka topic, written by one idempotent producer.
 *
 * <p>Records are keyed by user, so that one user's events stay in order. Safe for many threads.
 */
public final class KafkaEventLog implements EventLog, AutoCloseable {
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  /** A full buffer is answered almost at once: callers may be event loops. */
  private static final String MAX_BLOCK_MILLIS = "10";

  private final EventCodec codec = new EventCodec();
  private final String topic;
  private final Producer<byte[], byte[]> producer;

  private KafkaEventLog(String topic, Producer<byte[], byte[]> producer) {
    this.topic = topic;
    this.producer = producer;
  }

  /**
   * Opens the log and waits until its topic is known.
   *
   * @param bufferBytes room for events that the broker has not acknowledged yet
   * @throws IllegalStateException when the topic is not to be found within {@code timeout}
   */
  public static KafkaEventLog open(
      KafkaAccess kafka, Topics topics, long bufferBytes, Duration timeout) {
    KafkaEventLog log =
        new KafkaEventLog(
            topics.events(), new KafkaProducer<>(kafka.client(properties(bufferBytes))));
    try {
      log.awaitTopic(System.nanoTime() + timeout.toNanos());
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
    return log;
  }

  /** The log with a buffer of 32 MiB, known within half a minute. */
  public static KafkaEventLog open(KafkaAccess kafka, Topics topics) {
    return open(kafka, topics, 32L << 20, Duration.ofSeconds(30));
  }

  @Override
  public CompletionStage<Void> append(Event event) {
    byte[] key = event.user().value().getBytes(StandardCharsets.UTF_8);
    try {
      return send(new ProducerRecord<>(topic, key, codec.encode(event)));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Moves event time on in every partition, behind everything that was appended here before.
   *
   * @param time now, by the clock that events are stamped with; where that is ahead of the log's
   *     own clock, event time goes by the log's
   */
  public CompletionStage<Void> appendHeartbeat(Instant time) {
    return appendEverywhere(new LogRecord.Heartbeat(time));
  }

  /**
   * Ends a log that is being replayed: event time moves on to {@code time} in every partition,
   * behind everything that was appended here before, even when that is in the future.
   *
   * @param time late enough after the last event that every window and session has ended
   */
  public CompletionStage<Void> appendEnd(Instant time) {
    return appendEverywhere(new LogRecord.End(time));
  }

  private CompletionStage<Void> appendEverywhere(LogRecord content) {
    byte[] bytes = codec.encode(content);
    try {
      return CompletableFuture.allOf(
          producer.partitionsFor(topic).stream()
              .map(PartitionInfo::partition)
              .map(partition -> new ProducerRecord<byte[], byte[]>(topic, partition, null, bytes))
              .map(this::send)
              .toArray(CompletableFuture<?>[]::new));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Stores what is under way, within ten seconds. */
  @Override
  public void close() {
    producer.close(CLOSE_WITHIN);
  }

  private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> log) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    producer.send(
        log,
        (metadata, failure) -> {
          if (failure == null) {
            stored.complete(null);
          } else {
            stored.completeExceptionally(named(failure));
          }
        });
    return stored;
  }

  private static Exception named(Exception failure) {
    return failure instanceof BufferExhaustedException
        ? new RejectedExecutionException("the event log's buffer is full", failure)
        : failure;
  }

  private void awaitTopic(long deadline) {
    while (true) {
      try {
        producer.partitionsFor(topic);
        return;
      } catch (TimeoutException e) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the event log has no topic " + topic, e);
        }
      }
    }
  }

  private static Map<String, Object> properties(long bufferBytes) {
    return Map.of(
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class,
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class,
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        "true",
        ProducerConfig.LINGER_MS_CONFIG,
        "5",
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        bufferBytes,
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        MAX_BLOCK_MILLIS,
        // The topic stays known however long the feed is silent.
        ProducerConfig.METADATA_MAX_IDLE_CONFIG,
        Long.toString(Duration.ofDays(1).toMillis()));
  }
}
