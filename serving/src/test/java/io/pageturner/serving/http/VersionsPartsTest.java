package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.lifecycle.VersionController;
import io.pageturner.serving.TestClient;
import io.pageturner.serving.TestNode;
import io.pageturner.serving.metrics.ServingMetrics;
import io.pageturner.serving.model.TestBundles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of a process that decides about versions and serves no pages. */
class VersionsPartsTest {
  @TempDir Path directory;
  private VersionController policies;
  private VersionController rankers;
  private HttpApi api;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    BundleStore store = new BundleStore(directory);
    policies = new VersionController(store, "policy", List.of(), InstantSource.system());
    rankers = new VersionController(store, "ranker", List.of(), InstantSource.system());
    policies.submit(TestBundles.candidate(1, TestBundles.NONE));
    policies.submit(TestBundles.candidate(2, TestBundles.NONE));
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    api =
        HttpApi.start(
            TestNode.PATIENT,
            Access.LOCAL,
            new HttpApi.VersionsParts(
                () -> Map.of("agent", policies),
                rankers,
                Reconfiguration.NONE,
                new ServingMetrics(registry),
                registry));
    client = new TestClient(api.port());
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
    policies.close();
    rankers.close();
  }

  @Test
  void versionsAreShownRolledBackAndPromoted() {
    JsonNode before = client.get("/v1/models").json();
    assertThat(before.path("live").longValue()).isEqualTo(2);
    assertThat(before.path("serving").isNull()).as("nothing is served here").isTrue();
    assertThat(before.path("history")).hasSize(2);
    JsonNode after =
        client.post("/v1/models/2/rollback", "{\"who\":\"ann\",\"why\":\"fewer orders\"}").json();
    assertThat(after.path("live").longValue()).isEqualTo(1);
    assertThat(after.path("pinned").booleanValue()).isTrue();
    assertThat(client.post("/v1/agents/agent/2/promote", "{}").status()).isEqualTo(200);
    assertThat(client.get("/v1/agents/bald").status()).isEqualTo(404);
    assertThat(client.get("/v1/rankers").json().path("live").isNull()).isTrue();
  }

  @Test
  void itIsHealthyAndHasMetricsAndNothingElse() {
    assertThat(client.get("/health/live").status()).isEqualTo(200);
    assertThat(client.get("/health/ready").status()).isEqualTo(200);
    assertThat(client.get("/metrics").status()).isEqualTo(200);
    assertThat(client.rank("u1").status()).isEqualTo(404);
    for (String path : List.of("/", "/v1/monitor", "/v1/openapi.json", "/v1/models/policy")) {
      assertThat(client.get(path).status()).as(path).isEqualTo(404);
    }
  }
}
