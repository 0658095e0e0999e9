package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.State;
import io.pageturner.serving.TestClient;
import io.pageturner.serving.TestClient.Reply;
import io.pageturner.serving.TestNode;
import io.pageturner.serving.model.TestBundles;
import io.pageturner.serving.rank.Candidate;
import io.pageturner.serving.rank.CandidateScorer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
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

  @Test
  void theLimitCutsThePageAndTheLogSaysHowManyCandidatesThereWere() {
    String body = TestClient.page("u1").replace("\"session\"", "\"limit\":2,\"session\"");
    Reply reply = node.client.post("/v1/rank", body);
    assertThat(reply.json().path("items").findValuesAsText("id")).containsExactly("i3", "i2");
    assertThat(node.log.lastDecision().items()).hasSize(2);
    assertThat(node.log.lastDecision().candidates()).isEqualTo(3);
    assertThat(node.log.lastDecision().state().ids()).containsEntry("entry", "search");
  }

  @Test
  void theClientsPageIdAndIndexAreKept() {
    String body =
        TestClient.page("u1")
            .replace("\"session\"", "\"pageId\":\"p1\",\"pageIndex\":4,\"session\"");
    Reply reply = node.client.post("/v1/rank", body);
    assertThat(reply.json().path("pageId").textValue()).isEqualTo("p1");
    assertThat(node.log.lastDecision().pageIndex()).isEqualTo(4);
    assertThat(node.log.lastDecision().state().dense()).containsEntry("page_index", 4.0);
  }

  @Test
  void equalScoresKeepTheCandidatesOrder() {
    String body = TestClient.page("u1").replaceAll("\"click\":0\\.\\d", "\"click\":0.1");
    String equal = body.replaceAll("\"order\":[0-9.]+", "\"order\":0.1");
    Reply reply = node.client.post("/v1/rank", equal);
    assertThat(reply.json().path("items").findValuesAsText("id")).containsExactly("i1", "i2", "i3");
  }

  @Test
  void candidatesWithoutScoresAreScoredByTheRanker() {
    node.scorer = new ByPlace();
    String body =
        """
        {"user":"u1","session":"s1",
         "candidates":[{"id":"i1"},{"id":"i2","features":{"price":3}}]}
        """;
    Reply reply = node.client.post("/v1/rank", body);
    assertThat(reply.json().path("items").findValuesAsText("id")).containsExactly("i2", "i1");
    assertThat(node.log.lastDecision().items().get(0).scores()).containsExactly(1, 0.5);
  }

  /** Scores a candidate by its place among the candidates. */
  private static final class ByPlace implements CandidateScorer {
    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public Optional<double[][]> score(State state, List<Candidate> candidates) {
      double[][] scores = new double[candidates.size()][];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = new double[] {i, 0.5};
      }
      return Optional.of(scores);
    }
  }

  @Test
  void aLogThatTakesNothingDoesNotCostTheUserThePage() {
    node.log.fails(new RejectedExecutionException("full"));
    assertThat(node.client.rank("u1").status()).isEqualTo(200);
    assertThat(node.client.get("/metrics").text())
        .contains("pageturner_eventlog_failures_total{kind=\"page-shown\"} 1.0");
  }

  @Test
  void readinessSaysWhatIsServed() throws IOException {
    Reply before = node.client.get("/health/ready");
    assertThat(before.status()).isEqualTo(200);
    assertThat(before.json().path("reason").textValue()).contains("the team's ranking");
    node.publish(TestBundles.candidate(1, TestBundles.NONE));
    assertThat(node.client.get("/health/ready").json().path("reason").textValue())
        .contains("version 1 is loaded and warm");
    assertThat(node.client.get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void metricsCountWhatHappened() throws IOException {
    node.publish(TestBundles.candidate(1, TestBundles.NONE));
    node.client.rank(node.user(TestNode.AGENT, 0));
    String swapped = "pageturner_model_swaps_total{outcome=\"swapped\"} 1.0";
    assertThat(metricsWith(swapped))
        .contains(
            "pageturner_decisions_total{bucket=\"agent\",policy=\"advantage-ddpg\",version=\"1\"} 1.0",
            "pageturner_http_requests_seconds_bucket{route=\"/v1/rank\",status=\"200\",le=\"0.005\"}",
            "pageturner_model_version{bucket=\"agent\"} 1.0",
            "pageturner_model_age_seconds{bucket=\"agent\"} 30.0",
            swapped,
            "pageturner_users 1.0");
    assertThat(node.metrics.rankLatency().count()).isEqualTo(1);
    assertThat(node.metrics.rankLatency().millis(0.99)).isPositive();
  }

  /** The metrics once they hold {@code line}: a version serves before its swap is counted. */
  private String metricsWith(String line) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    String metrics = node.client.get("/metrics").text();
    while (!metrics.contains(line) && System.nanoTime() < deadline) {
      metrics = node.client.get("/metrics").text();
    }
    return metrics;
  }

  @Test
  void theDashboardNeedsNothingFromElsewhere() {
    String page = node.client.get("/").text();
    assertThat(page).contains("<h1 id=\"headline\">");
    for (String file : List.of("/dashboard.css", "/dashboard.js", "/charts.js", "/chart.js")) {
      Reply reply = node.client.get(file);
      assertThat(reply.status()).as(file).isEqualTo(200);
      assertThat(reply.header("Content-Security-Policy")).contains("default-src 'none'");
    }
    String own = page + node.client.get("/dashboard.js").text();
    assertThat(own.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("//cdn", "http:", "https:");
    assertThat(node.client.get("/v1/monitor").json().path("headline").textValue())
        .isEqualTo("Nothing yet.");
  }
}
