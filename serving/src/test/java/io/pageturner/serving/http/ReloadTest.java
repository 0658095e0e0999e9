package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pageturner.domain.BucketName;
import io.pageturner.serving.TestClient.Reply;
import io.pageturner.serving.TestNode;
import io.pageturner.serving.experiment.Buckets;
import io.pageturner.serving.model.TestBundles;
import io.pageturner.serving.rank.Assignment;
import io.pageturner.serving.rank.Trials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that come while a node serves. */
class ReloadTest {
  private static final BucketName BOLD = new BucketName("bold");

  @TempDir Path directory;
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start(directory);
    node.publish(TestBundles.candidate(1, TestBundles.NONE));
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  @Test
  void fromOneRequestToTheNextANewAgentServesItsBucket() {
    String user = node.user(BucketName.BASELINE, 0);
    assertThat(node.client.get("/v1/agents/bold").status()).isEqualTo(404);
    assertThat(node.client.rank(user).json().path("policy").textValue()).isEqualTo("baseline");
    node.reconfiguration =
        () -> {
          Map<BucketName, Double> shares = shares(0.02, 0.48, 0.5);
          node.assignment =
              new Assignment(
                  new Buckets("test", shares),
                  Map.of(TestNode.AGENT, node.policies, BOLD, node.policies),
                  Trials.NONE);
          Map<String, HttpApi.Model> agents = new LinkedHashMap<>(node.agents);
          agents.put("bold", new HttpApi.Model(node.versions, node.policies));
          node.agents = agents;
          return new Reconfiguration.InForce(
              List.of("agent", "bold"),
              List.of("bold"),
              Map.of("baseline", 0.02, "agent", 0.48, "bold", 0.5));
        };
    JsonNode answer = reload().json();
    assertThat(answer.path("added").toString()).isEqualTo("[\"bold\"]");
    assertThat(answer.path("agents").toString()).isEqualTo("[\"agent\",\"bold\"]");
    assertThat(answer.path("shares").path("bold").doubleValue()).isEqualTo(0.5);
    String bolds = node.user(BOLD, 0);
    JsonNode page = node.client.rank(bolds).json();
    assertThat(page.path("bucket").textValue()).isEqualTo("bold");
    assertThat(page.path("modelVersion").longValue()).isEqualTo(1);
    assertThat(node.client.get("/v1/agents/bold").status()).isEqualTo(200);
    assertThat(node.client.post("/v1/agents/bold/pin", "").status()).isEqualTo(200);
    assertThat(node.client.get("/v1/agents/bald").error().path("message").textValue())
        .contains("[agent, bold]");
  }

  @Test
  void whatIsNotTakenUpIsToldWithItsReason() {
    node.reconfiguration =
        () -> {
          throw new IllegalArgumentException("pageturner.http.port needs a restart");
        };
    requireError(422, "configuration_refused", "pageturner.http.port needs a restart");
    node.reconfiguration =
        () -> {
          throw new IOException("the disk is full");
        };
    requireError(409, "not_taken_up", "the disk is full");
    node.reconfiguration = Reconfiguration.NONE;
    requireError(409, "not_now", "this process has no configuration to read again");
    Reply surplus = node.client.post("/v1/config/reload", "{\"agents\": [\"bold\"]}");
    assertThat(surplus.status()).isEqualTo(400);
    assertThat(surplus.error().path("code").textValue()).isEqualTo("unknown_field");
    assertThat(node.client.post("/v1/config/reload", "{}").status()).isEqualTo(409);
  }

  private void requireError(int status, String code, String message) {
    Reply reply = reload();
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.error().path("code").textValue()).isEqualTo(code);
    assertThat(reply.error().path("message").textValue()).isEqualTo(message);
  }

  private Reply reload() {
    return node.client.post("/v1/config/reload", "");
  }

  private static Map<BucketName, Double> shares(double baseline, double agent, double bold) {
    Map<BucketName, Double> shares = new LinkedHashMap<>();
    shares.put(BucketName.BASELINE, baseline);
    shares.put(TestNode.AGENT, agent);
    shares.put(BOLD, bold);
    return shares;
  }
}
