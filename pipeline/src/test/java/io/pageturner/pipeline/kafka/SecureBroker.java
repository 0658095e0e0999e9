package io.pageturner.pipeline.kafka;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A broker that demands TLS and a name with its password (SASL/PLAIN), with a certificate of its
 * own.
 */
public final class SecureBroker implements AutoCloseable {
  static final String USER = "feed";
  static final String PASSWORD = "open-sesame";
  private static final String LISTENER = "listener.name.clients.";

  private final Path directory;
  private final EmbeddedKafka kafka;

  private SecureBroker(Path directory, EmbeddedKafka kafka) {
    this.directory = directory;
    this.kafka = kafka;
  }

  /** Starts it with everything below {@code directory}. */
  public static SecureBroker start(Path directory) throws Exception {
    Files.createDirectories(directory);
    X509Bundle self =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=broker")
            .addSanIpAddress("127.0.0.1")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Path certificate =
        Files.writeString(directory.resolve("broker.pem"), self.getCertificatePathPEM());
    Path both =
        Files.writeString(
            directory.resolve("broker-with-key.pem"),
            self.getPrivateKeyPEM() + self.getCertificatePathPEM());
    Map<String, String> demands =
        Map.of(
            "listener.security.protocol.map",
            EmbeddedKafka.CLIENTS + ":SASL_SSL,CONTROLLER:PLAINTEXT",
            LISTENER + "ssl.keystore.type",
            "PEM",
            LISTENER + "ssl.keystore.location",
            both.toString(),
            LISTENER + "ssl.truststore.type",
            "PEM",
            LISTENER + "ssl.truststore.location",
            certificate.toString(),
            "sasl.enabled.mechanisms",
            "PLAIN",
            "sasl.mechanism.inter.broker.protocol",
            "PLAIN",
            LISTENER + "plain.sasl.jaas.config",
            login(PASSWORD, "user_" + USER + "=\"" + PASSWORD + "\""));
    return new SecureBroker(directory, EmbeddedKafka.start(directory.resolve("kafka"), 0, demands));
  }

  private static String login(String password, String users) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
        + USER
        + "\" password=\""
        + password
        + "\" "
        + users
        + ";";
  }

  /** Access by a file of client settings whose password stands in a file of its own. */
  public KafkaAccess access() throws IOException {
    Files.writeString(directory.resolve("secrets.properties"), "password=" + PASSWORD + "\n");
    return access("${file:" + directory.resolve("secrets.properties") + ":password}");
  }

  /** Access with this password, as it stands. */
  public KafkaAccess access(String password) throws IOException {
    Path file =
        Files.write(
            directory.resolve("client.properties"),
            List.of(
                "security.protocol=SASL_SSL",
                "ssl.truststore.type=PEM",
                "ssl.truststore.location=" + directory.resolve("broker.pem"),
                "sasl.mechanism=PLAIN",
                "sasl.jaas.config=" + login(password, "")));
    return KafkaAccess.secured(kafka.access().bootstrapServers(), file);
  }

  /** Where it listens. */
  public String addresses() {
    return kafka.access().bootstrapServers();
  }

  @Override
  public void close() {
    kafka.close();
  }
}
