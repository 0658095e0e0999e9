package io.pageturner.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.app.config.PageturnerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamRoleTest {
  @Test
  void transactionsWaitForAJobThatIsDownAsLongAsTheirBrokerLets() throws IOException {
    assertThat(timeout("")).as("the broker of this process").isEqualTo(Duration.ofDays(7));
    assertThat(timeout("kafka:9092")).isEqualTo(Duration.ofMinutes(10));
  }

  private static Duration timeout(String bootstrapServers) throws IOException {
    return StreamRole.transactionTimeout(
        PageturnerConfig.load(
            Optional.empty(), Map.of("log.bootstrap-servers", bootstrapServers), Optional.empty()));
  }
}
