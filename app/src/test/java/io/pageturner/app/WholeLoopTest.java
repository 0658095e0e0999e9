package io.pageturner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.monitor.Look;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.trainer.Trainer;
import io.pageturner.learning.trainer.TrainingFigures;
import io.pageturner.pipeline.stream.Count;
import io.pageturner.simulator.AcceleratedClock;
import io.pageturner.simulator.HttpUsers;
import io.pageturner.simulator.LoadSettings;
import io.pageturner.simulator.World;
import io.pageturner.simulator.WorldSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop in one process: real Kafka, Flink, TensorFlow and HTTP. */
class WholeLoopTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void usersPageThroughTheFeedAndAPolicyTrainedOnThemServesAndARestartContinues() throws Exception {
    World world = new World(WorldSettings.DEFAULT, 7);
    DataDirectory data = prepare(world);
    PageturnerConfig config = alone(data);
    AtomicReference<PageturnerConfig> source = new AtomicReference<>(config);
    long served;
    AcceleratedClock clock =
        AcceleratedClock.endingAtPresent(InstantSource.system(), Duration.ofMinutes(10), 60);
    try (Pageturner loop = Pageturner.start(config, source::get, clock)) {
      URI server = URI.create("http://127.0.0.1:" + loop.serving().orElseThrow().port());
      LoadSettings load = LoadSettings.against(server, "test").withPagesPerSecond(100);
      try (HttpUsers users = new HttpUsers(world, clock, config.reward(), load)) {
        users.start();
        Look look = await(loop, WholeLoopTest::aTrainedPolicyServes);
        assertThat(look.experiment().buckets()).hasSize(2);
        await(() -> rankersServe(loop), "rankers learned from the stream serve");
        aSecondAgentJoins(loop, server, source, withBold(data));
        assertThat(users.report().requests().failed()).isZero();
        assertThat(users.report().requests().rejectedEvents()).isZero();
      }
      aPageWithoutScoresIsRanked(server);
      aClickIsKnownToTheVeryNextPage(server);
      assertThat(get(server, "/v1/agents/bold").path("serving").longValue()).isPositive();
      served = loop.serving().orElseThrow().policies().version().orElseThrow().number();
    }
    try (Pageturner again = Pageturner.start(source.get(), source::get, InstantSource.system())) {
      await(again, look -> look.version().isPresent());
      assertThat(again.serving().orElseThrow().policies().version().orElseThrow().number())
          .as("the last published version serves again")
          .isGreaterThanOrEqualTo(served);
      assertThat(again.training().orElseThrow().trainer().figures().updates())
          .as("the trainer continues")
          .isPositive();
      assertThat(again.training().orElseThrow().trainer().figures().agents()).hasSize(2);
      await(() -> rankersServe(again), "the rankers serve again");
      assertThat(again.training().orElseThrow().rankers().orElseThrow().pages())
          .as("the rankers' trainer continues")
          .isGreaterThanOrEqualTo(100);
    }
  }

  private DataDirectory prepare(World world) throws IOException {
    DataDirectory data =
        FreshData.make(directory.resolve("data"), "demo/features.yaml", "demo.conf");
    OfflineTraining.publish(alone(data), ItemEmbeddings.of(32, world.embeddings()), Map.of());
    return data;
  }

  private static PageturnerConfig alone(DataDirectory data) {
    return config(data, Map.of("buckets.shares", Map.of("baseline", 0.6, "agent", 0.4)));
  }

  private static PageturnerConfig withBold(DataDirectory data) {
    return config(
        data,
        Map.of(
            "buckets.shares",
            Map.of("baseline", 0.3, "agent", 0.4, "bold", 0.3),
            "trainer.agents.bold",
            Map.of("start-from", "agent", "exploration", Map.of("start", 0.6))));
  }

  private static PageturnerConfig config(DataDirectory data, Map<String, ?> agents) {
    Map<String, Object> settings = new HashMap<>(agents);
    settings.put("data-directory", data.root().toString());
    settings.put("http.port", 0);
    settings.put("trainer.replicas", 2);
    settings.put("trainer.warm-up", 100);
    settings.put("trainer.heads-from", 100);
    settings.put("trainer.publish-interval", "2s");
    settings.put("trainer.checkpoint-interval", "2s");
    settings.put(
        "rankers",
        Map.of(
            "enabled",
            true,
            "warm-up",
            100,
            "reported-samples",
            5_000,
            "publish-interval",
            "2s",
            "checkpoint-interval",
            "2s"));
    return PageturnerConfig.load(Optional.of(data.config()), settings, Optional.empty());
  }

  /** While users page on: nothing restarts, and what was learned goes on. */
  private static void aSecondAgentJoins(
      Pageturner loop,
      URI server,
      AtomicReference<PageturnerConfig> source,
      PageturnerConfig further)
      throws Exception {
    Trainer trainer = loop.training().orElseThrow().trainer();
    TrainingFigures before = trainer.figures();
    assertThat(post(server, "/v1/config/reload", "{}").path("added")).isEmpty();
    source.set(further);
    assertThat(post(server, "/v1/config/reload", "{}").path("added").toString())
        .isEqualTo("[\"bold\"]");
    TrainingFigures after = trainer.figures();
    assertThat(after.updates()).isGreaterThanOrEqualTo(before.updates());
    assertThat(after.agents().get(0).transitions())
        .isGreaterThanOrEqualTo(before.agents().get(0).transitions());
    assertThat(get(server, "/health/ready").path("status").textValue()).isEqualTo("up");
    await(() -> everyAgentLearnsAndServes(loop), "both agents learn and serve");
    await(loop, look -> look.experiment().buckets().size() == 3);
    assertThat(loop.monitor().orElseThrow().latest().sampleRatio().mismatch())
        .as("users are held against the new shares")
        .isFalse();
  }

  private static boolean aTrainedPolicyServes(Look look) {
    return look.version().filter(version -> version.number() > 1).isPresent()
        && look.training().filter(figures -> figures.updates() > 0).isPresent()
        && look.counts().getOrDefault(Count.EPISODES, 0L) > 50
        && look.experiment().buckets().size() == 2;
  }

  private static boolean everyAgentLearnsAndServes(Pageturner loop) {
    return loop.serving().orElseThrow().agents().values().stream()
            .allMatch(server -> server.version().filter(v -> v.number() > 1).isPresent())
        && loop.training().orElseThrow().trainer().figures().agents().stream()
            .allMatch(agent -> agent.transitions() > 50);
  }

  private static boolean rankersServe(Pageturner loop) {
    return loop.serving().orElseThrow().rankers().version().isPresent();
  }

  private static void aPageWithoutScoresIsRanked(URI server)
      throws IOException, InterruptedException {
    JsonNode page =
        post(
            server,
            "/v1/rank",
            """
            {"user": "else", "session": "two", "context": {"entry": "home"},
             "candidates": [{"id": "a", "features": {"price": 5, "category": "c1"}},
                            {"id": "b", "features": {"price": 50, "category": "c2"}}]}
            """);
    assertThat(page.path("items")).hasSize(2);
    JsonNode rankers = get(server, "/v1/rankers");
    assertThat(rankers.path("live").longValue()).isPositive();
  }

  private static void await(BooleanSupplier condition, String what) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what + " within " + PATIENCE).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static Look await(Pageturner loop, Predicate<Look> seen) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Look look = loop.monitor().orElseThrow().latest();
      if (seen.test(look)) {
        return look;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError(
        "not seen within " + PATIENCE + ": " + loop.monitor().orElseThrow().latest());
  }

  private static void aClickIsKnownToTheVeryNextPage(URI server)
      throws IOException, InterruptedException {
    String rank =
        """
        {"user": "somebody", "session": "one", "context": {"entry": "home"},
         "candidates": [{"id": "a", "scores": {"click": 0.2, "order": 0.1}},
                        {"id": "b", "scores": {"click": 0.1, "order": 0.2}}]}
        """;
    JsonNode page = post(server, "/v1/rank", rank);
    JsonNode accepted =
        post(
            server,
            "/v1/events",
            """
            {"events": [{"id": "c1", "type": "click", "user": "somebody", "session": "one",
                         "pageId": "%s", "item": "a"}]}
            """
                .formatted(page.path("pageId").asText()));
    assertThat(accepted.path("accepted").intValue()).isEqualTo(1);
    assertThat(post(server, "/v1/rank", rank).path("pageIndex").intValue()).isEqualTo(1);
  }

  private static JsonNode post(URI server, String path, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(server.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static JsonNode get(URI server, String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(server.resolve(path)).GET().build());
  }

  private static JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }
}
