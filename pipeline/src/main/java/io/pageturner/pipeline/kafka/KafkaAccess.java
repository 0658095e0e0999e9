package io.pageturner.pipeline.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * How clients reach Kafka: its addresses and, where it asks for TLS or SASL, Kafka's own client
 * settings for these. Every producer, consumer and administration client is made with it.
 *
 * @param bootstrapServers addresses such as {@code host:9092,other:9092}
 * @param security Kafka's settings that begin with {@code security.}, {@code ssl.} or {@code sasl.}
 */
public record KafkaAccess(String bootstrapServers, Map<String, String> security) {
  private static final List<String> ALLOWED =
      List.of("security.", "ssl.", "sasl.", "config.providers");

  /**
   * Values may name what holds the secret instead of holding it, {@code ${env:NAME}} or {@code
   * ${file:/path:key}}: each client looks it up itself, also on a cluster's machine.
   */
  private static final Map<String, String> PROVIDERS =
      Map.of(
          "config.providers",
          "env,file",
          "config.providers.env.class",
          EnvVarConfigProvider.class.getName(),
          "config.providers.file.class",
          FileConfigProvider.class.getName());

  public KafkaAccess {
    if (bootstrapServers == null || bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("Kafka's bootstrapServers are missing");
    }
    security = Map.copyOf(security);
  }

  /** A Kafka that asks for neither TLS nor SASL. */
  public static KafkaAccess open(String bootstrapServers) {
    return new KafkaAccess(bootstrapServers, Map.of());
  }

  /**
   * Access by a file of client settings, as Kafka's own tools take it ({@code --command-config}).
   *
   * @throws IOException when the file cannot be read
   * @throws IllegalArgumentException when it sets something else than TLS and SASL, or an unknown
   *     protocol; values, which may be secrets, are not repeated
   */
  public static KafkaAccess secured(String bootstrapServers, Path clientProperties)
      throws IOException {
    Properties found = new Properties();
    try (Reader reader = Files.newBufferedReader(clientProperties, StandardCharsets.UTF_8)) {
      found.load(reader);
    }
    Map<String, String> security = new TreeMap<>();
    found.stringPropertyNames().forEach(key -> security.put(key, found.getProperty(key).strip()));
    check(security, clientProperties);
    if (!security.containsKey("config.providers")) {
      security.putAll(PROVIDERS);
    }
    return new KafkaAccess(bootstrapServers, security);
  }

  private static void check(Map<String, String> security, Path file) {
    for (String key : security.keySet()) {
      if (ALLOWED.stream().noneMatch(key::startsWith)) {
        throw new IllegalArgumentException(
            file + " may hold settings of TLS and SASL only, " + ALLOWED + "; found " + key);
      }
    }
    String protocol = security.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
    if (protocol == null || !SecurityProtocol.names().contains(protocol)) {
      throw new IllegalArgumentException(
          file
              + " must set security.protocol to one of "
              + SecurityProtocol.names()
              + ", was "
              + protocol);
    }
  }

  /** A client's settings: its own and those by which it reaches Kafka. */
  public Map<String, Object> client(Map<String, ?> own) {
    Map<String, Object> all = new HashMap<>(own);
    all.putAll(security);
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, Objects.requireNonNull(bootstrapServers));
    return all;
  }

  /** The settings of a client that Flink makes: {@link #client} as it takes them. */
  public Properties properties() {
    Properties properties = new Properties();
    properties.putAll(client(Map.of()));
    return properties;
  }

  /** The addresses; never what may be secret. */
  @Override
  public String toString() {
    String protocol =
        security.getOrDefault(
            CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
            CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL);
    return bootstrapServers + " (" + protocol + ")";
  }
}
