package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.pipeline.kafka.EmbeddedKafka;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.Topics;

/**
 * The event log, opened: a broker in this process or a remote one, its topics, and a producer.
 *
 * @param bootstrapServers where Kafka is
 * @param topics names of the topics
 * @param events the events topic, to append to
 */
public record OpenLog(String bootstrapServers, Topics topics, KafkaEventLog events) {

  /** Opens the log; what was opened is closed by {@code closing}. */
  static OpenLog open(PageturnerConfig.Log config, DataDirectory data, Closing closing) {
    String bootstrap =
        config.embedded()
            ? closing
                .add(EmbeddedKafka.start(data.kafka(), config.embeddedPort()))
                .bootstrapServers()
            : config.bootstrapServers();
    Topics topics = new Topics(config.prefix() + ".");
    topics.create(bootstrap, config.partitions(), 1);
    return new OpenLog(bootstrap, topics, closing.add(KafkaEventLog.open(bootstrap, topics)));
  }
}
