package io.pageturner.pipeline.stream;

import io.pageturner.pipeline.codec.DeadLetter;
import io.pageturner.pipeline.codec.EventCodec;
import io.pageturner.pipeline.codec.MalformedRecordException;
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

  private transient EventCodec codec;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> found, Collector<LogLine> out) {
    if (codec == null) {
      codec = new EventCodec();
    }
    try {
      out.collect(LogLine.of(found.partition(), codec.decode(found.value())));
    } catch (MalformedRecordException e) {
      out.collect(LogLine.refused(letter(found, e.getMessage())));
    }
  }

  private static DeadLetter letter(ConsumerRecord<byte[], byte[]> found, String reason) {
    byte[] raw = found.value() == null ? new byte[0] : found.value();
    String kept = reason;
    if (raw.length > MAX_RAW) {
      raw = Arrays.copyOf(raw, MAX_RAW);
      kept = reason + "; only its first " + MAX_RAW + " bytes are kept";
    }
    return new DeadLetter(found.topic(), found.partition(), found.offset(), kept, raw);
  }

  @Override
  public TypeInformation<LogLine> getProducedType() {
    return StreamType.LOG_LINE;
  }
}
