package io.pageturner.app.config;

/**
 * The event log.
 *
 * @param bootstrapServers empty for a broker in this process
 * @param clientProperties file of Kafka's client settings for TLS and SASL; empty for neither
 * @param replication copies of each partition; 0 for the brokers' default
 */
public record LogConfig(
    String bootstrapServers,
    String clientProperties,
    int embeddedPort,
    String prefix,
    int partitions,
    int replication) {
  public LogConfig {
    if (bootstrapServers.isEmpty() && !clientProperties.isEmpty()) {
      throw new IllegalArgumentException(
          "client-properties are for a Kafka elsewhere: bootstrap-servers must be set, too");
    }
    if (partitions < 1 || replication < 0 || replication > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "partitions must be 1 or more, was "
              + partitions
              + ", and replication 0 or more, was "
              + replication);
    }
  }

  public boolean embedded() {
    return bootstrapServers.isEmpty();
  }

  static LogConfig read(ConfigSection log) {
    return log.record(
        () ->
            new LogConfig(
                log.text("bootstrap-servers"),
                log.text("client-properties"),
                log.integer("embedded-port"),
                log.text("prefix"),
                log.integer("partitions"),
                log.integer("replication")),
        new LogConfig("", "", 0, "pageturner", 1, 0));
  }
}
