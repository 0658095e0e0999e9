package io.pageturner.pipeline.stream;

import io.pageturner.pipeline.kafka.Topics;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes all derived topics through one sink, so that one transaction per task and checkpoint
 * covers them all.
 *
 * <p>It names the topics, which the sink needs to find transactions that a crash left open.
 */
final class TopicRecordWriter
    implements KafkaRecordSerializationSchema<TopicRecord>, KafkaDatasetFacetProvider {
  private static final long serialVersionUID = 1;

  private final Topics topics;

  TopicRecordWriter(Topics topics) {
    this.topics = topics;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      TopicRecord topicRecord, KafkaSinkContext context, Long timestamp) {
    byte[] key = topicRecord.key().length == 0 ? null : topicRecord.key();
    return new ProducerRecord<>(topicRecord.topic(), key, topicRecord.value());
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return Optional.of(
        new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(topics.derived())));
  }
}
