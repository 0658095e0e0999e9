package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.ItemId;
import io.pageturner.serving.TestClient.Reply;
import io.pageturner.serving.TestNode;
import io.pageturner.serving.model.TestBundles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API as clients meet it, on a real port. */
class ServingTest {
  @TempDir Path directory;
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start(directory);
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  @Test
  void theBaselineBucketGetsTheTeamsOwnRanking() {
    Reply reply = node.client.rank(node.user(BucketName.BASELINE, 0));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("bucket").textValue()).isEqualTo("baseline");
    assertThat(reply.json().path("policy").textValue()).isEqualTo("baseline");
    assertThat(reply.json().path("action").toString()).isEqualTo("[1.0]");
    assertThat(reply.json().path("propensity").doubleValue()).isEqualTo(1);
    assertThat(reply.json().path("modelVersion").longValue()).isZero();
    assertThat(reply.json().path("items").findValuesAsText("id")).containsExactly("i3", "i2", "i1");
    assertThat(reply.json().path("items").get(0).path("score").doubleValue()).isEqualTo(0.4);
  }

  @Test
  void aClickIsInTheStateOfTheVeryNextPage() {
    String user = node.user(BucketName.BASELINE, 0);
    node.client.rank(user);
    assertThat(node.log.lastDecision().state().recentItems()).isEmpty();
    Reply click = node.client.click("e1", user, "i2");
    assertThat(click.json().path("accepted").intValue()).isEqualTo(1);
    node.client.rank(user);
    Decision next = node.log.lastDecision();
    assertThat(next.state().recentItems()).containsExactly(new ItemId("i2"));
    assertThat(next.pageIndex()).isEqualTo(1);
  }

  @Test
  void aPublishedPolicyServesItsBucketAndLogsItsDensity() throws IOException {
    node.publish(TestBundles.candidate(1, TestBundles.GAUSSIAN));
    Reply reply = node.client.rank(node.user(TestNode.AGENT, 0));
    assertThat(reply.json().path("policy").textValue()).isEqualTo("advantage-ddpg");
    assertThat(reply.json().path("modelVersion").longValue()).isEqualTo(1);
    Decision logged = node.log.lastDecision();
    assertThat(logged.propensity()).isGreaterThan(0).isNotEqualTo(1);
    assertThat(logged.action().factor(0)).isBetween(0.25, 4.0);
    assertThat(reply.json().path("propensity").doubleValue()).isEqualTo(logged.propensity());
  }

  @Test
  void withoutAModelTheAgentsBucketFallsBackAndSaysSo() {
    Reply reply = node.client.rank(node.user(TestNode.AGENT, 0));
    assertThat(reply.json().path("bucket").textValue()).isEqualTo("agent");
    assertThat(reply.json().path("policy").textValue()).isEqualTo("baseline-fallback");
    assertThat(node.log.lastDecision().policy()).isEqualTo("baseline-fallback");
    assertThat(node.client.get("/metrics").text())
        .contains("pageturner_fallbacks_total{reason=\"no-model\"} 1.0");
  }
}
