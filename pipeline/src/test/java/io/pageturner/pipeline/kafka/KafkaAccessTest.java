package io.pageturner.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAccessTest {
  @TempDir private Path directory;

  @Test
  void an_open_kafka_needs_its_addresses_only() {
    assertThat(KafkaAccess.open("k:9092").client(Map.of("acks", "all")))
        .isEqualTo(Map.of("acks", "all", "bootstrap.servers", "k:9092"));
  }

  @Test
  void a_file_of_client_settings_goes_into_every_client_and_its_secrets_nowhere_else()
      throws IOException {
    KafkaAccess access =
        secured("security.protocol = SASL_SSL", "sasl.mechanism=PLAIN", "ssl.key.password=hunter2");

    assertThat(access.client(Map.of()))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "PLAIN")
        .containsEntry("ssl.key.password", "hunter2")
        .containsKey("config.providers.env.class");
    assertThat(access.toString()).isEqualTo("k:9093 (SASL_SSL)");
  }

  @Test
  void settings_of_anything_else_are_refused_by_name() {
    assertThatThrownBy(() -> secured("security.protocol=SSL", "isolation.level=hunter2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("may hold settings of TLS and SASL only")
        .hasMessageEndingWith("found isolation.level");
  }

  @Test
  void a_file_without_a_protocol_protects_nothing_and_is_refused() {
    assertThatThrownBy(() -> secured("sasl.mechanism=PLAIN"))
        .hasMessageContaining("must set security.protocol to one of")
        .hasMessageContaining("SASL_SSL");
    assertThatThrownBy(() -> secured("security.protocol=TLS")).hasMessageEndingWith("was TLS");
  }

  @Test
  void a_missing_file_is_named() {
    assertThatThrownBy(() -> KafkaAccess.secured("k:9093", directory.resolve("nowhere")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("nowhere");
  }

  private KafkaAccess secured(String... lines) throws IOException {
    Path file = Files.writeString(directory.resolve("client.properties"), String.join("\n", lines));
    return KafkaAccess.secured("k:9093", file);
  }
}
