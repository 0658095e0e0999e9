package io.pageturner.pipeline.kafka;

import io.pageturner.pipeline.codec.DeadLetter;
import io.pageturner.pipeline.codec.DeadLetterCodec;
import io.pageturner.pipeline.codec.EventCodec;
import io.pageturner.pipeline.codec.LogRecord;
import io.pageturner.pipeline.codec.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The dead letters that wait for a replay: those behind the position of the last one, which the log
 * itself keeps.
 *
 * <p>A replay moves letters in transactions: a letter that can be read by now (this build knows
 * more than the one that refused it) goes back into the event log, any other to the end of the
 * queue, and the position moves on with them. So a replay that is killed repeats nothing and loses
 * nothing. Used by one thread; of two at once the later one wins.
 */
public final class DeadLetters implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(100);

  /** An abandoned replay holds the event log's readers back for no longer. */
  private static final int TRANSACTION_TIMEOUT_MILLIS = 30_000;

  private final DeadLetterCodec codec = new DeadLetterCodec();
  private final EventCodec events = new EventCodec();
  private final KafkaAccess kafka;
  private final Topics topics;
  private final String name;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Set<TopicPartition> partitions;

  /**
   * What a replay did.
   *
   * @param replayed letters that are back in the event log
   * @param refused letters that still cannot be read and wait on
   */
  public record Replayed(int replayed, int refused) {}

  /** Opens the queue of {@code topics}, which exist. */
  public DeadLetters(KafkaAccess kafka, Topics topics) {
    this.kafka = kafka;
    this.topics = topics;
    this.name = topics.deadLetter() + "-replay";
    this.consumer = new KafkaConsumer<>(kafka.client(consumerProperties(name)));
    this.partitions =
        consumer.partitionsFor(topics.deadLetter()).stream()
            .map(info -> new TopicPartition(topics.deadLetter(), info.partition()))
            .collect(Collectors.toSet());
    consumer.assign(partitions);
  }

  /** Gives {@code each} the letters that wait, by partition in their order. */
  public void forEach(Consumer<DeadLetter> each) {
    readWaiting(found -> found.forEach(letter -> each.accept(codec.decode(letter.value()))));
  }

  /** Gives every letter that waits at the time of the call another chance. */
  public Replayed replay() {
    List<Replayed> moves = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka.client(producerProperties(name)))) {
      producer.initTransactions();
      readWaiting(found -> moves.add(move(found, producer)));
    } catch (ProducerFencedException e) {
      throw new IllegalStateException("another replay of the dead letters has taken over", e);
    }
    return new Replayed(
        moves.stream().mapToInt(Replayed::replayed).sum(),
        moves.stream().mapToInt(Replayed::refused).sum());
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** Reads from the log's position to what is the end now, poll by poll. */
  private void readWaiting(Consumer<List<ConsumerRecord<byte[], byte[]>>> each) {
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    seekToPosition();
    while (partitions.stream().anyMatch(p -> consumer.position(p) < end.get(p))) {
      List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(STEP)) {
        if (letter.offset() < end.get(placeOf(letter))) {
          found.add(letter);
        }
      }
      if (!found.isEmpty()) {
        each.accept(found);
      }
    }
  }

  private void seekToPosition() {
    consumer
        .committed(partitions)
        .forEach(
            (partition, position) -> {
              if (position == null) {
                consumer.seekToBeginning(Set.of(partition));
              } else {
                consumer.seek(partition, position.offset());
              }
            });
  }

  private Replayed move(
      List<ConsumerRecord<byte[], byte[]>> letters, KafkaProducer<byte[], byte[]> producer) {
    int replayed = 0;
    Map<TopicPartition, OffsetAndMetadata> position = new HashMap<>();
    producer.beginTransaction();
    for (ConsumerRecord<byte[], byte[]> letter : letters) {
      Optional<ProducerRecord<byte[], byte[]>> event = event(codec.decode(letter.value()));
      producer.send(
          event.orElseGet(() -> new ProducerRecord<>(topics.deadLetter(), letter.value())));
      replayed += event.isPresent() ? 1 : 0;
      position.put(placeOf(letter), new OffsetAndMetadata(letter.offset() + 1));
    }
    producer.sendOffsetsToTransaction(position, consumer.groupMetadata());
    producer.commitTransaction();
    return new Replayed(replayed, letters.size() - replayed);
  }

  /** The letter as a record of the event log, byte for byte; empty when it still is none. */
  private Optional<ProducerRecord<byte[], byte[]>> event(DeadLetter letter) {
    byte[] raw = letter.raw();
    try {
      return events.decode(raw) instanceof LogRecord.Logged logged
          ? Optional.of(new ProducerRecord<>(topics.events(), userOf(logged), raw))
          : Optional.empty();
    } catch (MalformedRecordException e) {
      return Optional.empty();
    }
  }

  private static byte[] userOf(LogRecord.Logged logged) {
    return logged.event().user().value().getBytes(StandardCharsets.UTF_8);
  }

  private static TopicPartition placeOf(ConsumerRecord<?, ?> found) {
    return new TopicPartition(found.topic(), found.partition());
  }

  private static Map<String, Object> consumerProperties(String group) {
    Map<String, Object> properties = new HashMap<>(RecordReader.PROPERTIES);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    return properties;
  }

  private static Map<String, Object> producerProperties(String id) {
    return Map.of(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        id,
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        TRANSACTION_TIMEOUT_MILLIS,
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        Topics.MAX_DERIVED_BYTES,
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class,
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class);
  }
}
