package io.pageturner.app.bench;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.IdRows;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingJson;
import io.pageturner.learning.feed.AdvantageDdpg;
import io.pageturner.learning.feed.PolicyContent;
import io.pageturner.learning.feed.PolicyLearnerSettings;
import io.pageturner.learning.replay.EncodedTransition;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.DurableFiles;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.lifecycle.Safetensors;
import io.pageturner.lifecycle.Weights;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Memory and times of a growing table, told as they are found.
 *
 * <p>The default network (20 items of 32 numbers, two convolutions, S = 128) with one id feature of
 * 8 numbers; a round is an update on 256 transitions, whose states' and next states' ids are drawn
 * uniformly from all: the worst case for the memory's caches.
 */
public final class GrowingIdsBench {
  private static final int ROUNDS = 300;
  private static final int WARM_UP = 100;
  private static final int BATCH = 256;

  private final SplitMix64 random = new SplitMix64(1);
  private final ItemEmbeddings embeddings = ItemEmbeddings.none(32);
  private final Consumer<String> out;

  /**
   * @param out takes the rows of a table in Markdown
   */
  public GrowingIdsBench(Consumer<String> out) {
    this.out = out;
  }

  /** What the others are compared with: 1,000 ids, all in the graph. */
  public void inTheGraph() {
    FeatureConfig config = config("");
    try (AdvantageDdpg agent = agent(config)) {
      print("1,000 ids in the graph", "round, processor ms", rounds(agent, config, 1_000));
    }
  }

  /** As many ids in a table outside of the graph. */
  public void growing(int ids) throws IOException {
    String what = "%,d ids".formatted(ids);
    FeatureConfig config = config(", growing: true");
    long before = usedBytes();
    long start = System.nanoTime();
    IdRows rows = IdRows.growing(config.pageGrowing().get(0));
    for (int i = 0; i < ids; i++) {
      rows.observe("user-" + i);
    }
    print(what, "map filled, s", seconds(start));
    print(what, "map, MB", (usedBytes() - before) / 1e6);
    lookUps(what, rows, ids);
    before = usedBytes();
    try (AdvantageDdpg agent = agent(config)) {
      start = System.nanoTime();
      agent.tables().grow("user", rows.rows());
      print(what, "table grown, s", seconds(start));
      print(what, "table with moments, MB", (usedBytes() - before) / 1e6);
      print(what, "round, processor ms", rounds(agent, config, ids));
      checkpoint(what, agent, rows);
      bundle(what, agent, config, rows);
    }
  }

  private void lookUps(String what, IdRows rows, int ids) {
    long start = System.nanoTime();
    Map<String, Integer> snapshot = rows.snapshot();
    print(what, "map's snapshot, s", seconds(start));
    int count = 1_000_000;
    long sum = 0;
    for (int pass = 0; pass < 2; pass++) {
      start = processorNanos();
      for (int i = 0; i < count; i++) {
        sum += snapshot.get("user-" + random.nextInt(ids));
      }
    }
    print(what, "look-up, processor ns", (processorNanos() - start) / (double) count);
    if (sum == 0) {
      throw new IllegalStateException("every id has a row of 2 or more");
    }
  }

  /** As the trainer does it, without the replay. */
  private void checkpoint(String what, AdvantageDdpg agent, IdRows rows) throws IOException {
    Path directory = Files.createTempDirectory("dynamic-ids");
    Path parameters = directory.resolve("parameters.safetensors");
    Path ids = directory.resolve("ids.bin");
    long start = System.nanoTime();
    Safetensors.write(parameters, agent.snapshot());
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(ids)))) {
      rows.write(out);
    }
    print(what, "checkpoint written, s", seconds(start));
    print(what, "checkpoint, MB", (Files.size(parameters) + Files.size(ids)) / 1e6);
    start = System.nanoTime();
    agent.restore(Safetensors.read(parameters));
    print(what, "table restored, s", seconds(start));
    DurableFiles.deleteTree(directory);
  }

  private void bundle(String what, AdvantageDdpg agent, FeatureConfig config, IdRows rows)
      throws IOException {
    Path directory = Files.createTempDirectory("dynamic-ids");
    PolicySpec.Exploration none =
        new PolicySpec.Exploration(PolicySpec.Exploration.Kind.GAUSSIAN, 0, 0);
    long start = System.nanoTime();
    new PolicyContent(
            config,
            new Preprocessing(Map.of(), Map.of("user", rows.snapshot())),
            new PolicySpec(AdvantageDdpg.NAME, ActionSpace.DEFAULT, none),
            agent.policyWeights(0))
        .writeTo(directory);
    print(what, "bundle written, s", seconds(start));
    try (Stream<Path> files = Files.walk(directory)) {
      long bytes =
          files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
      print(what, "bundle, MB", bytes / 1e6);
    }
    Path own = directory.resolve(Bundle.PAGETURNER_DIRECTORY);
    start = System.nanoTime();
    Preprocessing read = PreprocessingJson.read(own.resolve(PolicyContent.PREPROCESSING_FILE));
    Weights weights = Safetensors.read(own.resolve(Bundle.WEIGHTS_FILE));
    print(what, "bundle's map, table read, s", seconds(start));
    if (weights.tensor("state_embedding_user").shape()[0] != read.tableRows("user")) {
      throw new IllegalStateException("map and table have the same rows");
    }
    DurableFiles.deleteTree(directory);
  }

  /** Milliseconds of the processor that a round took: median, 99th percentile. */
  private double[] rounds(AdvantageDdpg agent, FeatureConfig config, int ids) {
    double[] times = new double[ROUNDS];
    TransitionBatch batch = new TransitionBatch(config, embeddings, 1, 1, BATCH);
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      fill(batch, config, ids);
      long start = processorNanos();
      agent.update(batch); // All in this thread.
      if (round >= 0) {
        times[round] = (processorNanos() - start) / 1e6;
      }
    }
    Arrays.sort(times);
    return new double[] {times[ROUNDS / 2], times[ROUNDS * 99 / 100]};
  }

  private void fill(TransitionBatch batch, FeatureConfig config, int ids) {
    batch.clear();
    while (batch.size() < BATCH) {
      float[] action = {random.nextFloat() * 2 - 1};
      EncodedState next = state(config, ids);
      batch.add(
          new EncodedTransition(
              state(config, ids), action, random.nextFloat(), Optional.of(next), 0));
    }
  }

  private EncodedState state(FeatureConfig config, int ids) {
    int[] items = new int[config.sequenceLength()];
    Arrays.fill(items, EncodedState.PADDING);
    return new EncodedState(
        items, new float[] {random.nextFloat()}, new int[] {random.nextInt(ids)});
  }

  private static AdvantageDdpg agent(FeatureConfig config) {
    PolicyLearnerSettings settings = PolicyLearnerSettings.DEFAULT;
    return new AdvantageDdpg(config, ActionSpace.DEFAULT, List.of("a"), settings, 1);
  }

  private static FeatureConfig config(String growing) {
    return FeatureConfigParser.parse(
        "benchmark",
        """
        page:
          - {name: distance, kind: dense}
          - {name: user, kind: id, rows: 1000, dimension: 8%s}
        """
            .formatted(growing));
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private void print(String of, String what, double... figures) {
    String told =
        Arrays.stream(figures)
            .mapToObj(figure -> String.format(Locale.ROOT, "%.3f", figure))
            .collect(Collectors.joining(" / "));
    out.accept("| %s | %s | %s |%n".formatted(of, what, told));
  }
}
