package io.pageturner.pipeline.kafka;

import io.pageturner.domain.RecordLog;
import io.pageturner.pipeline.codec.MalformedRecordException;
import io.pageturner.pipeline.codec.RecordCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A reader of all partitions of one topic, of committed records only: each exactly once.
 *
 * <p>It keeps its position itself, not in a consumer group. Used by one thread.
 *
 * @param <T> what the topic carries
 */
public final class RecordReader<T> implements RecordLog<T> {
  private static final Duration STEP = Duration.ofMillis(100);

  /** So many times the records asked for are looked through for them at most. */
  private static final int FURTHEST = 64;

  /** Of a consumer of committed records that keeps its position itself. */
  static final Map<String, Object> PROPERTIES =
      Map.of(
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ByteArrayDeserializer.class,
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          ByteArrayDeserializer.class,
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          "read_committed",
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          "false",
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "earliest");

  private final String topic;
  private final RecordCodec<T> codec;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /**
   * Opens {@code topic} at its beginning.
   *
   * @throws IllegalStateException when there is no such topic
   */
  public RecordReader(KafkaAccess kafka, String topic, RecordCodec<T> codec) {
    this.topic = topic;
    this.codec = codec;
    this.consumer = new KafkaConsumer<>(kafka.client(PROPERTIES));
    this.partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      consumer.close();
      throw new IllegalStateException("there is no topic " + topic);
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  @Override
  public List<T> poll(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<T> values = new ArrayList<>();
    long left = timeout.toNanos();
    do {
      decode(consumer.poll(Duration.ofNanos(Math.max(0, left))), values::add);
      left = deadline - System.nanoTime();
    } while (values.isEmpty() && left > 0);
    return values;
  }

  /** Everything from the position to what was the committed end when the call was made. */
  public List<T> readToEnd() {
    List<T> values = new ArrayList<>();
    readToEnd(values::add);
    return values;
  }

  /** Gives {@code each} everything up to what was the committed end when the call was made. */
  public void readToEnd(Consumer<T> each) {
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      decode(consumer.poll(STEP), each);
    }
  }

  /**
   * Continues so that of each partition its even share of the newest {@code count} records is left
   * to read, or all it has when that is less; 0 for those to come alone.
   *
   * <p>Ends of transactions and aborted records have offsets, too: so records are counted, further
   * and further back. A partition of which less than a part in {@value #FURTHEST} is records may
   * come up short.
   */
  public void seekToLast(long count) {
    long share = (count + partitions.size() - 1) / partitions.size();
    Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> start = new HashMap<>();
    for (TopicPartition partition : partitions) {
      consumer.pause(partitions);
      consumer.resume(List.of(partition));
      start.put(partition, startOfLast(share, partition, first.get(partition), end.get(partition)));
    }
    consumer.resume(partitions);
    start.forEach(consumer::seek);
  }

  private long startOfLast(long share, TopicPartition partition, long first, long end) {
    if (share == 0) {
      return end;
    }
    long start = end;
    for (long back = 1; back <= FURTHEST && start > first; back *= 4) {
      start = Math.max(first, end - back * share);
      Deque<Long> last = lastOffsets(share, partition, start, end);
      if (last.size() == share) {
        return last.element();
      }
    }
    return start;
  }

  /** Offsets of the last records, {@code share} at most, from {@code start} to {@code end}. */
  private Deque<Long> lastOffsets(long share, TopicPartition partition, long start, long end) {
    Deque<Long> last = new ArrayDeque<>();
    consumer.seek(partition, start);
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(STEP).records(partition)) {
        if (found.offset() < end) {
          last.add(found.offset());
        }
        if (last.size() > share) {
          last.remove();
        }
      }
    }
    return last;
  }

  @Override
  public Map<Integer, Long> position() {
    Map<Integer, Long> position = new TreeMap<>();
    for (TopicPartition partition : partitions) {
      position.put(partition.partition(), consumer.position(partition));
    }
    return position;
  }

  @Override
  public void seek(Map<Integer, Long> position) {
    for (TopicPartition partition : partitions) {
      Long offset = position.get(partition.partition());
      if (offset == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, offset);
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void decode(ConsumerRecords<byte[], byte[]> records, Consumer<T> each) {
    for (ConsumerRecord<byte[], byte[]> found : records) {
      each.accept(decode(found));
    }
  }

  private T decode(ConsumerRecord<byte[], byte[]> found) {
    try {
      return codec.decode(found.value());
    } catch (MalformedRecordException e) {
      throw new IllegalStateException(
          topic + "-" + found.partition() + "@" + found.offset() + " cannot be read", e);
    }
  }
}
