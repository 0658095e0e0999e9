package io.pageturner.app.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pageturner.app.DataDirectory;
import io.pageturner.app.FreshData;
import io.pageturner.app.Pageturner;
import io.pageturner.app.TrainingRole;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.trainer.Learner;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.VersionController;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Latency of pages over HTTP, of a whole serving node with the demo's features and an event log in
 * Kafka, in the same process and on the same cores as the load; steady, then while two versions
 * replace each other by hand.
 *
 * @param rate pages asked for a second
 * @param seconds of each phase
 * @param candidates of each page
 * @param swaps in the second phase
 */
public record ServingBench(int rate, int seconds, int candidates, int swaps) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BODIES = 512;
  private static final int WARM_UP_SECONDS = 10;

  /** Told each row of a table in Markdown. */
  @FunctionalInterface
  public interface Rows {
    void add(String row);
  }

  /**
   * Runs in a directory that is made anew.
   *
   * @throws IOException when the directory holds something else, or the node cannot start
   */
  public void run(Path directory, Rows rows) throws IOException, InterruptedException {
    PageturnerConfig config = prepare(directory);
    List<byte[]> bodies = bodies();
    try (Pageturner node = Pageturner.start(config, InstantSource.system())) {
      URI server = URI.create("http://127.0.0.1:" + node.serving().orElseThrow().port());
      awaitVersion(node);
      try (OpenLoop load = new OpenLoop(server)) {
        load.run(rate, Duration.ofSeconds(WARM_UP_SECONDS), i -> bodies.get(i % BODIES));
        rows.add("| phase | asked/s | answered/s | p50 ms | p99 ms | p99.9 ms | failed | a = 1 |");
        rows.add("|---|---|---|---|---|---|---|---|");
        OpenLoop.Outcome steady = phase(load, bodies);
        rows.add(row("steady", steady));
        FutureTask<Void> swapper = new FutureTask<>(() -> swap(server));
        new Thread(swapper, "bench-swaps").start();
        OpenLoop.Outcome swapping = phase(load, bodies);
        finish(swapper);
        rows.add(row(swaps + " swaps", swapping));
        rows.add("");
        rows.add(
            format(
                "p99 while versions are swapped against steady: ratio %.2f",
                swapping.percentile(0.99) / steady.percentile(0.99)));
      }
    }
  }

  private OpenLoop.Outcome phase(OpenLoop load, List<byte[]> bodies) throws InterruptedException {
    return load.run(rate, Duration.ofSeconds(seconds), i -> bodies.get(i % BODIES));
  }

  private String row(String phase, OpenLoop.Outcome outcome) {
    return format(
        "| %s | %,d | %,.0f | %.2f | %.2f | %.2f | %d | %d |",
        phase,
        rate,
        outcome.perSecond(),
        outcome.percentile(0.5),
        outcome.percentile(0.99),
        outcome.percentile(0.999),
        outcome.failed(),
        outcome.fallbacks());
  }

  /** A data directory with two versions, all users but a few of the agent's. */
  private static PageturnerConfig prepare(Path directory) throws IOException {
    DataDirectory data = FreshData.make(directory, "demo/features.yaml", "demo.conf");
    PageturnerConfig config =
        PageturnerConfig.load(
            Optional.of(data.config()),
            Map.of(
                "data-directory",
                directory.toString(),
                "http.port",
                0,
                "roles",
                List.of("serve"),
                "buckets.shares.baseline",
                0.01,
                "buckets.shares.agent",
                0.99),
            Optional.empty());
    FeatureConfig features = FeatureConfigParser.read(config.features());
    try (Learner learner =
            new Learner(
                features,
                ItemEmbeddings.none(features.sequenceDimension()),
                TrainingRole.learnerSettings(config));
        VersionController versions =
            new VersionController(
                new BundleStore(data.models()), "policy", List.of(), InstantSource.system())) {
      for (int version = 1; version <= 2; version++) {
        Candidate candidate = learner.candidates(Instant.now(), "bench").get(0);
        versions.submit(candidate);
      }
    }
    return config;
  }

  private static void awaitVersion(Pageturner node) throws InterruptedException {
    while (node.serving().orElseThrow().policies().version().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Promotes the two versions in turn, evenly over the phase. */
  private Void swap(URI server) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    for (int i = 0; i < swaps; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/v1/models/" + (1 + i % 2) + "/promote"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"why\": \"bench serving\"}"))
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("no swap: " + answer.statusCode() + " " + answer.body());
      }
      TimeUnit.MILLISECONDS.sleep(1_000L * seconds / swaps);
    }
    return null;
  }

  private static void finish(FutureTask<Void> swapper) throws IOException, InterruptedException {
    try {
      swapper.get();
    } catch (ExecutionException e) {
      throw new IOException("the versions were not swapped", e.getCause());
    }
  }

  /** Requests of many users, made beforehand: the load is to cost little. */
  private List<byte[]> bodies() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < BODIES; i++) {
      List<Map<String, Object>> items = new ArrayList<>();
      for (int k = 0; k < candidates; k++) {
        items.add(
            Map.of(
                "id", "item" + random.nextInt(10_000) + "-" + k,
                "scores", Map.of("click", random.nextDouble(), "order", random.nextDouble()),
                "features",
                    Map.of(
                        "price", 1 + random.nextInt(100), "category", "c" + random.nextInt(40))));
      }
      bodies.add(
          JSON.writeValueAsBytes(
              Map.of(
                  "user",
                  "user" + i,
                  "session",
                  "bench",
                  "context",
                  Map.of("entry", "home", "distance", random.nextDouble(10)),
                  "limit",
                  10,
                  "candidates",
                  items)));
    }
    return bodies;
  }

  @SuppressWarnings("AnnotateFormatMethod") // It would need Error Prone at run time.
  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
