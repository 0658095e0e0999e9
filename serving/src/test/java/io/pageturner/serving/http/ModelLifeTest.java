package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.pageturner.domain.ModelVersion;
import io.pageturner.serving.Eventually;
import io.pageturner.serving.TestClient.Reply;
import io.pageturner.serving.TestNode;
import io.pageturner.serving.model.TestBundles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions come, go and come back while the API serves. */
class ModelLifeTest {
  @TempDir Path directory;
  private TestNode node;
  private String user;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start(directory);
    user = node.user(TestNode.AGENT, 0);
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  @Test
  void aVersionIsRolledBackAndPromotedByHandWithWhoAndWhy() throws IOException {
    node.publish(TestBundles.candidate(1, TestBundles.NONE));
    node.publish(TestBundles.candidate(2, TestBundles.NONE));
    assertThat(servedBy()).isEqualTo(2);
    Reply back =
        node.client.post("/v1/models/2/rollback", "{\"who\":\"ann\",\"why\":\"fewer orders\"}");
    assertThat(back.status()).as(back.text()).isEqualTo(200);
    assertThat(back.json().path("live").longValue()).isEqualTo(1);
    assertThat(back.json().path("pinned").booleanValue()).isTrue();
    node.requireServing(new ModelVersion(1));
    assertThat(servedBy()).isEqualTo(1);
    Reply again = node.client.post("/v1/models/2/promote", "{}");
    assertThat(again.status()).isEqualTo(200);
    node.requireServing(new ModelVersion(2));
    JsonNode models = node.client.get("/v1/models").json();
    JsonNode rolledBack = models.path("history").get(2);
    assertThat(rolledBack.path("who").textValue()).isEqualTo("ann");
    assertThat(rolledBack.path("why").textValue()).isEqualTo("fewer orders");
    assertThat(models.path("serving").longValue()).isEqualTo(2);
    assertThat(models.path("swaps").findValuesAsText("outcome"))
        .containsExactly("swapped", "swapped", "swapped", "swapped");
  }

  @Test
  void whatTheVersionThatServesHasLearnedIsToldOfRealStates() throws IOException {
    JsonNode nothing = node.client.get("/v1/models/learned").json();
    assertThat(nothing.path("version").isNull()).isTrue();
    assertThat(nothing.path("factors")).isEmpty();
    node.publish(TestBundles.candidate(1, TestBundles.NONE));
    for (int i = 0; i < 3; i++) {
      node.client.rank(user);
    }
    JsonNode learned = node.client.get("/v1/models/learned").json();
    assertThat(learned.path("version").longValue()).isEqualTo(1);
    assertThat(learned.path("states").intValue()).isEqualTo(3);
    JsonNode factor = learned.path("factors").get(0);
    assertThat(factor.path("objective").textValue()).isEqualTo("order");
    // Without noise the greedy action is the one that pages are answered with.
    assertThat(factor.path("high").doubleValue())
        .isCloseTo(node.client.rank(user).json().at("/action/0").doubleValue(), within(1e-6));
  }

  @Test
  void rankersHaveVersionsOfTheirOwn() throws IOException {
    node.publish(TestBundles.candidate(1, TestBundles.NONE));
    JsonNode rankers = node.client.get("/v1/rankers").json();
    assertThat(rankers.path("live").isNull()).isTrue();
    assertThat(rankers.path("versions")).isEmpty();
    assertThat(node.client.post("/v1/rankers/1/rollback", "{}").status()).isEqualTo(409);
    assertThat(node.client.post("/v1/rankers/1/promote", "{}").status()).isEqualTo(404);
  }

  @Test
  void untilTheFirstVersionIsWarmTheNodeIsNotReadyAndStillAnswers() throws Exception {
    CountDownLatch mayLoad = new CountDownLatch(1);
    node.embeddings =
        () -> {
          awaitQuietly(mayLoad);
          return TestBundles.embeddings();
        };
    node.versions.submit(TestBundles.candidate(1, TestBundles.NONE));
    Eventually.holds(
        "the node is not ready", () -> node.client.get("/health/ready").status() == 503);
    assertThat(node.client.get("/health/ready").json().path("reason").textValue())
        .isEqualTo("the first policy is loading and warming");
    assertThat(node.client.rank(user).json().path("policy").textValue())
        .isEqualTo("baseline-fallback");
    mayLoad.countDown();
    node.requireServing(new ModelVersion(1));
    assertThat(node.client.get("/health/ready").status()).isEqualTo(200);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aVersionThatCannotBeLoadedIsReportedAndTheOldOneGoesOn() throws IOException {
    node.publish(TestBundles.candidate(1, TestBundles.NONE));
    node.versions.submit(
        TestBundles.candidate(
            TestBundles.content(
                TestBundles.weights(TestBundles.config(), 2, 1), TestBundles.NONE)));
    Eventually.holds("the failure is known", () -> node.policies.history().size() == 2);
    JsonNode models = node.client.get("/v1/models").json();
    assertThat(models.at("/swaps/1/outcome").textValue()).isEqualTo("failed");
    assertThat(models.at("/swaps/1/detail").textValue()).contains("actor_out_kernel");
    assertThat(models.path("live").longValue()).isEqualTo(2);
    assertThat(models.path("serving").longValue()).isEqualTo(1);
    assertThat(servedBy()).isEqualTo(1);
  }

  @Test
  void theTeamsRankingStandsInForTheOnlyVersionWhenItIsTakenBack() throws Exception {
    node.publish(TestBundles.candidate(1, TestBundles.NONE));
    assertThat(servedBy()).isEqualTo(1);
    JsonNode models = node.client.post("/v1/models/1/rollback", "{}").json();
    assertThat(models.path("live").isNull()).isTrue();
    assertThat(models.path("pinned").booleanValue()).isTrue();
    Eventually.holds("nothing serves", () -> node.policies.version().isEmpty());
    assertThat(servedBy()).isZero();
    assertThat(node.client.get("/health/ready").status()).isEqualTo(200);
    assertThat(node.client.post("/v1/models/1/promote", "{}").status()).isEqualTo(200);
    Eventually.holds("it serves again", () -> node.policies.version().isPresent());
    assertThat(servedBy()).isEqualTo(1);
  }

  @Test
  void onlyTheLiveVersionCanBeRolledBack() throws IOException {
    assertThat(node.client.post("/v1/models/1/rollback", "{}").status()).isEqualTo(409);
    node.publish(TestBundles.candidate(1, TestBundles.NONE));
    node.publish(TestBundles.candidate(2, TestBundles.NONE));
    Reply notLive = node.client.post("/v1/models/1/rollback", "{}");
    assertThat(notLive.error().path("code").textValue()).isEqualTo("not_live");
    assertThat(notLive.error().path("message").textValue()).contains("which is 2, not 1");
  }

  @Test
  void aChangeWithoutABodyIsAllowedAndAWrongBodyIsNot() throws IOException {
    node.publish(TestBundles.candidate(1, TestBundles.NONE));
    assertThat(node.client.post("/v1/models/1/promote", "").status()).isEqualTo(200);
    Reply wrong = node.client.post("/v1/models/1/promote", "{\"because\":1}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.error().path("field").textValue()).isEqualTo("because");
    Reply blank = node.client.post("/v1/models/1/promote", "{\"who\":\" \"}");
    assertThat(blank.status()).isEqualTo(422);
  }

  @Test
  void swapsUnderConcurrentRequestsFailNoneOfThem() throws Exception {
    node.publish(TestBundles.candidate(1, TestBundles.GAUSSIAN));
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(2);
    List<Future<Integer>> running = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      running.add(clients.submit(() -> rankUntil(over)));
    }
    for (int version = 2; version <= 15; version++) {
      node.publish(TestBundles.candidate(version, TestBundles.GAUSSIAN));
    }
    over.set(true);
    for (Future<Integer> client : running) {
      assertThat(client.get(30, TimeUnit.SECONDS)).isPositive();
    }
    clients.shutdown();
    assertThat(node.log.decisions()).noneMatch(d -> d.policy().equals("baseline-fallback"));
    assertThat(servedBy()).isEqualTo(15);
  }

  private int rankUntil(AtomicBoolean over) {
    int answered = 0;
    while (!over.get()) {
      Reply reply = node.client.rank(user);
      assertThat(reply.status()).as(reply.text()).isEqualTo(200);
      answered++;
    }
    return answered;
  }

  private long servedBy() {
    return node.client.rank(user).json().path("modelVersion").longValue();
  }
}
