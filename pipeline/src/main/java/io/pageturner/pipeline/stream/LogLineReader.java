package io.pageturner.pipeline.stream;

import io.pageturner.pipeline.codec.DeadLetter;
import io.pageturner.pipeline.codec.EventCodec;
import io.pageturner.pipeline.codec.LogRecord;
import io.pageturner.pipeline.codec.MalformedRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the events topic's bytes; what cannot be read becomes a dead letter, never a failure. */
final class LogLineReader implements KafkaRecordDeserializationSchema<LogLine> {
  private static final long serialVersionUID = 1;

  /** So many bytes of a refused record are kept; its Base64 must fit into one record. */
  private static final int MAX_RAW = 2 << 20;

  /** So many characters of a reason are kept: it may quote a record of any size. */
  private static final int MAX_REASON = 1_000;

  private final Duration maxClockAhead;

  private transient EventCodec codec;

  /**
   * @param maxClockAhead how far an event may be ahead of the time at which the log stored it: it
   *     is kept in memory until event time has come so far
   */
  LogLineReader(Duration maxClockAhead) {
    this.maxClockAhead = maxClockAhead;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> found, Collector<LogLine> out) {
    if (codec == null) {
      codec = new EventCodec();
    }
    try {
      LogRecord content = codec.decode(found.value());
      Instant stored = Instant.ofEpochMilli(found.timestamp());
      checkClock(content, stored);
      out.collect(LogLine.of(found.partition(), content, stored));
    } catch (MalformedRecordException e) {
      out.collect(LogLine.refused(letter(found, e.getMessage())));
    }
  }

  /** A heartbeat that is ahead holds nothing, and moves event time no further than it may. */
  private void checkClock(LogRecord content, Instant stored) {
    if (content instanceof LogRecord.Logged && content.time().isAfter(stored.plus(maxClockAhead))) {
      throw new MalformedRecordException(
          "time is %s, %s ahead of the log's clock: at most %s is allowed"
              .formatted(content.time(), Duration.between(stored, content.time()), maxClockAhead));
    }
  }

  private static DeadLetter letter(ConsumerRecord<byte[], byte[]> found, String reason) {
    byte[] raw = found.value() == null ? new byte[0] : found.value();
    String kept = shortened(reason);
    if (raw.length > MAX_RAW) {
      raw = Arrays.copyOf(raw, MAX_RAW);
      kept += "; only its first " + MAX_RAW + " bytes are kept";
    }
    return new DeadLetter(found.topic(), found.partition(), found.offset(), kept, raw);
  }

  /** The beginning of a long reason, without half a character at its end. */
  private static String shortened(String reason) {
    if (reason.length() <= MAX_REASON) {
      return reason;
    }
    int end =
        Character.isHighSurrogate(reason.charAt(MAX_REASON - 1)) ? MAX_REASON - 1 : MAX_REASON;
    return reason.substring(0, end) + "…";
  }

  @Override
  public TypeInformation<LogLine> getProducedType() {
    return StreamType.LOG_LINE;
  }
}
