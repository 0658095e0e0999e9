package io.pageturner.app;

import io.pageturner.app.config.LogConfig;
import io.pageturner.pipeline.kafka.EmbeddedKafka;
import io.pageturner.pipeline.kafka.KafkaAccess;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.Topics;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The event log, opened: a broker in this process or a remote one, its topics, and a producer.
 *
 * @param kafka where it is, and how clients reach it
 * @param topics names of the topics
 * @param events the events topic, to append to
 */
public record OpenLog(KafkaAccess kafka, Topics topics, KafkaEventLog events) {

  /**
   * Opens the log; what was opened is closed by {@code closing}.
   *
   * @throws IOException when the file of client settings cannot be read
   */
  static OpenLog open(LogConfig config, DataDirectory data, Closing closing) throws IOException {
    KafkaAccess kafka =
        config.embedded()
            ? closing.add(EmbeddedKafka.start(data.kafka(), config.embeddedPort())).access()
            : remote(config);
    Topics topics = new Topics(config.prefix() + ".");
    topics.create(kafka, config.partitions(), config.replication());
    return new OpenLog(kafka, topics, closing.add(KafkaEventLog.open(kafka, topics)));
  }

  private static KafkaAccess remote(LogConfig config) throws IOException {
    return config.clientProperties().isEmpty()
        ? KafkaAccess.open(config.bootstrapServers())
        : KafkaAccess.secured(config.bootstrapServers(), Path.of(config.clientProperties()));
  }
}
