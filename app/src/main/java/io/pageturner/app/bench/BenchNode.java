package io.pageturner.app.bench;

import io.pageturner.app.DataDirectory;
import io.pageturner.app.FreshData;
import io.pageturner.app.OpenStore;
import io.pageturner.app.Pageturner;
import io.pageturner.app.TrainingRole;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.trainer.Learner;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.lifecycle.VersionController;
import io.pageturner.serving.model.Swap;
import io.pageturner.store.EmbeddingSets;
import io.pageturner.store.KeyValueStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A serving node to be measured: the demo's features, item embeddings, an event log in Kafka, two
 * versions of a policy that has learned nothing, users with a history; nearly all of them the
 * agent's.
 */
final class BenchNode implements AutoCloseable {
  private final PageturnerConfig config;
  private final Pageturner node;
  private final HttpClient client = HttpClient.newHttpClient();
  private int promotions;

  private BenchNode(PageturnerConfig config, Pageturner node) {
    this.config = config;
    this.node = node;
  }

  /**
   * Starts in a directory that is made anew.
   *
   * @throws IOException when the directory holds something else, or the node cannot start
   */
  static BenchNode start(Path directory) throws IOException, InterruptedException {
    PageturnerConfig config = prepare(directory);
    BenchNode bench = new BenchNode(config, Pageturner.start(config, InstantSource.system()));
    try {
      while (bench.node.serving().orElseThrow().policies().version().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      for (byte[] history : PageRequests.histories()) {
        bench.post("/v1/events", history);
      }
      return bench;
    } catch (IOException | RuntimeException | InterruptedException e) {
      bench.close();
      throw e;
    }
  }

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
    ItemEmbeddings embeddings =
        publish(PageRequests.embeddings(features.sequenceDimension()), config);
    try (Learner learner = new Learner(features, embeddings, TrainingRole.learnerSettings(config));
        VersionController versions =
            new VersionController(
                new BundleStore(data.models()), "policy", List.of(), InstantSource.system())) {
      for (int version = 1; version <= 2; version++) {
        versions.submit(learner.candidates(Instant.now(), "bench").get(0));
      }
    }
    return config;
  }

  private static ItemEmbeddings publish(ItemEmbeddings made, PageturnerConfig config)
      throws IOException {
    try (KeyValueStore store = OpenStore.writable(config)) {
      EmbeddingSets sets = new EmbeddingSets(store);
      return sets.load(sets.publish(made, Map.of(), Instant.now()).version());
    }
  }

  FeatureConfig features() throws IOException {
    return FeatureConfigParser.read(config.features());
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + node.serving().orElseThrow().port());
  }

  /** Makes the version that is not live live, and waits until it serves. */
  void swap() throws IOException, InterruptedException {
    int version = 1 + promotions++ % 2;
    post(
        "/v1/models/" + version + "/promote",
        "{\"why\": \"bench serving\"}".getBytes(StandardCharsets.UTF_8));
    while (node.serving().orElseThrow().policies().version().orElseThrow().number() != version) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** How long versions took to be loaded and warmed. */
  String swapTimes() {
    List<Swap> swaps =
        node.serving().orElseThrow().policies().history().stream()
            .filter(swap -> swap.outcome() == Swap.Outcome.SWAPPED)
            .toList();
    return String.format(
        Locale.ROOT,
        "median of %d versions: loading %.1f ms, warming, with its rests, %.0f ms",
        swaps.size(),
        median(swaps, Swap::load),
        median(swaps, Swap::warm));
  }

  private static double median(List<Swap> swaps, Function<Swap, Duration> time) {
    return swaps.stream().map(time).sorted().toList().get(swaps.size() / 2).toNanos() / 1e6;
  }

  private void post(String path, byte[] json) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address().resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " answers " + answer.statusCode() + " " + answer.body());
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
