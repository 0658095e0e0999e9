package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.pageturner.serving.TestClient.Reply;
import io.pageturner.serving.TestNode;
import io.pageturner.serving.monitor.LearningStory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiment's figures over HTTP. */
class ExperimentTest {
  @TempDir Path directory;

  @Test
  void bucketsAreToldInAllAndByDay() throws IOException {
    JsonNode experiment = experiment().json();
    JsonNode agent = experiment.path("buckets").path("agent");
    assertThat(agent.path("total").path("users").intValue()).isEqualTo(3);
    assertThat(agent.path("total").path("sessions").intValue()).isEqualTo(3);
    assertThat(agent.path("total").path("clickRate").path("estimate").doubleValue())
        .isCloseTo(1.0, within(1e-12)); // (2 + 1 + 0) clicks, 3 pages
    assertThat(agent.path("total").path("rewardPerSession").path("estimate").doubleValue())
        .isCloseTo(2.5, within(1e-12)); // (7 + 1 − 0.5) / 3
    assertThat(agent.path("days").path("2026-03-01").path("orders").intValue()).isEqualTo(1);
    JsonNode today = agent.path("days").path("2026-03-02");
    assertThat(today.path("rewardPerSession").path("estimate").doubleValue())
        .isCloseTo(-0.5, within(1e-12));
    assertThat(today.path("rewardPerSession").path("low").isNull())
        .as("one user bounds nothing")
        .isTrue();
    assertThat(experiment.path("buckets").path("baseline").path("days").size()).isEqualTo(1);
    assertThat(experiment.path("sampleRatio").path("mismatch").booleanValue()).isFalse();
  }

  @Test
  void eachAgentIsHeldAgainstTheBaselineByEveryMetric() throws IOException {
    List<String> metrics = new ArrayList<>();
    for (JsonNode comparison : experiment().json().path("comparisons")) {
      assertThat(comparison.path("bucket").textValue()).isEqualTo("agent");
      assertThat(comparison.path("p").doubleValue()).isBetween(0.0, 1.0);
      metrics.add(comparison.path("metric").textValue());
      if (comparison.path("metric").textValue().equals("reward")) {
        assertThat(comparison.path("difference").path("estimate").doubleValue())
            .isCloseTo(2.5, within(1e-12)); // 2.5 − 0
      }
    }
    assertThat(metrics).containsExactly("reward", "click-rate", "order-rate", "depth", "dwell");
  }

  @Test
  void whereNobodyKeepsFiguresThatIsSaid() throws IOException {
    try (TestNode node = TestNode.start(directory)) {
      Reply reply = node.client.get("/v1/experiment");
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.error().path("message").textValue())
          .isEqualTo("this node keeps no experiment");
    }
  }

  private Reply experiment() throws IOException {
    LearningStory story = new LearningStory(Instant.parse("2026-03-02T10:00:00Z"));
    try (TestNode node = TestNode.start(directory, story)) {
      Reply reply = node.client.get("/v1/experiment");
      assertThat(reply.status()).isEqualTo(200);
      return reply;
    }
  }
}
