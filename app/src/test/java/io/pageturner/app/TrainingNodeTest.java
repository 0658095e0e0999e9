package io.pageturner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.pipeline.kafka.EmbeddedKafka;
import io.pageturner.pipeline.kafka.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that trains and decides about versions for serving nodes elsewhere. */
class TrainingNodeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGES = 600;

  @TempDir private Path directory;
  private volatile Map<String, Double> shares = Map.of("baseline", 0.5, "agent", 0.5);
  private DataDirectory data;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aNewOneProvesItsVersionsOnStatesOfTheLogAndTakesThemBackOverHttp() throws Exception {
    data = FreshData.make(directory.resolve("data"), "demo/features.yaml", "demo.conf");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        Pageturner node =
            Pageturner.start(config(kafka), () -> config(kafka), InstantSource.system())) {
      assertThat(node.serving()).isEmpty();
      URI server = URI.create("http://127.0.0.1:" + node.versions().orElseThrow().port());
      log(kafka);
      JsonNode models = await(server, 2);
      long live = models.path("live").longValue();
      assertThat(warmUpFile(live)).as("a state was recorded, so it can be warmed up").exists();
      assertThat(verdict(live, "input-drift"))
          .as("the gate had states to judge by")
          .doesNotContain("too few states");

      JsonNode back =
          post(server, "/v1/models/" + live + "/rollback", "{\"why\":\"fewer orders\"}");
      assertThat(back.path("live").longValue()).isLessThan(live);
      assertThat(back.path("pinned").booleanValue()).isTrue();
      assertThat(back.path("serving").isNull()).isTrue();
      assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);
      assertThat(get(server, "/v1/monitor").statusCode()).isEqualTo(404);

      assertThat(get(server, "/v1/agents/bold").statusCode()).isEqualTo(404);
      shares = Map.of("baseline", 0.4, "agent", 0.3, "bold", 0.3);
      assertThat(post(server, "/v1/config/reload", "{}").path("added").toString())
          .isEqualTo("[\"bold\"]");
      assertThat(JSON.readTree(get(server, "/v1/agents/bold").body()).path("live").longValue())
          .isEqualTo(1);
    }
  }

  private PageturnerConfig config(EmbeddedKafka kafka) {
    return PageturnerConfig.load(
        Optional.of(data.config()),
        Map.ofEntries(
            Map.entry("data-directory", data.root().toString()),
            Map.entry("roles", List.of("train")),
            Map.entry("buckets.shares", shares),
            Map.entry("http.port", 0),
            Map.entry("log.bootstrap-servers", kafka.access().bootstrapServers()),
            Map.entry("models.max-step", 1e9),
            Map.entry("trainer.replicas", 2),
            Map.entry("trainer.warm-up", 200), // More states than the gates want to see.
            Map.entry("trainer.heads-from", 200),
            Map.entry("trainer.publish-interval", "1s")),
        Optional.empty());
  }

  private Path warmUpFile(long version) {
    return directory.resolve(
        "data/models/policy/" + version + "/assets.extra/tf_serving_warmup_requests");
  }

  private String verdict(long version, String gate) throws IOException {
    try (Stream<String> lines =
        Files.lines(directory.resolve("data/models/policy/history.jsonl"))) {
      for (String line : lines.toList()) {
        JsonNode entry = JSON.readTree(line);
        for (JsonNode verdict : entry.path("verdicts")) {
          if (entry.path("version").longValue() == version
              && verdict.path("gate").textValue().equals(gate)) {
            return verdict.toString();
          }
        }
      }
    }
    throw new AssertionError("no verdict of " + gate + " on version " + version);
  }

  /** Waits until so many versions were published. */
  private JsonNode await(URI server, int versions) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode models = JSON.readTree(get(server, "/v1/models").body());
    while (published(models) < versions) {
      assertThat(System.nanoTime()).as("%s", models).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(100);
      models = JSON.readTree(get(server, "/v1/models").body());
    }
    return models;
  }

  private static long published(JsonNode models) {
    return models.path("history").findValuesAsText("change").stream()
        .filter("published"::equals)
        .count();
  }

  private HttpResponse<String> get(URI server, String path) throws Exception {
    return http.send(HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofString());
  }

  private JsonNode post(URI server, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  /** What the stream job would have written, after the node has started. */
  private static void log(EmbeddedKafka kafka) {
    TransitionCodec codec = new TransitionCodec();
    String topic = new Topics("pageturner.").transitions();
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            kafka.access().bootstrapServers(),
            "key.serializer",
            ByteArraySerializer.class,
            "value.serializer",
            ByteArraySerializer.class);
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
      for (int i = 0; i < PAGES; i++) {
        producer.send(new ProducerRecord<>(topic, codec.encode(page(i))));
      }
    }
  }

  private static Transition page(int i) {
    double factor = 0.5 + i % 10 * 0.2;
    return new Transition(
        new PageId("p" + i),
        new UserId("u" + i),
        new SessionId("s" + i),
        0,
        Instant.now(),
        new BucketName("agent"),
        "test",
        new ModelVersion(1),
        new State(List.of(), Map.of("distance", i % 7 * 1.0), Map.of("entry", "search")),
        Action.of(factor),
        0.5,
        i % 3,
        "w",
        Optional.empty());
  }
}
