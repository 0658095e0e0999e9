package io.pageturner.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Times of the key-value store, run by hand: nothing asserts them.
 *
 * <pre>  java -Xmx3g -cp ... io.pageturner.store.StoreBench [entries, default 1,000,000]</pre>
 */
final class StoreBench {
  private static final int VALUE = 128;
  private static final int SINGLES = 50_000;
  private static final int HUNDREDS = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SPACE = "bench";

  private final int entries;
  private final Random random = new Random(1);

  private StoreBench(int entries) {
    this.entries = entries;
  }

  public static void main(String[] arguments) throws IOException {
    int entries = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
    Path directory = Files.createTempDirectory("store-bench");
    StoreBench bench = new StoreBench(entries);
    System.out.printf("%,d entries of %d bytes%n", entries, VALUE);
    bench.heap(directory.resolve("heap"));
    bench.redis(Files.createDirectories(directory.resolve("redis")));
  }

  private void heap(Path directory) throws IOException {
    try (HeapStore store = HeapStore.open(directory)) {
      time("heap: write all", () -> fill(store));
      time("heap: snapshot", store::snapshot);
      reads("heap", store);
    }
    try (HeapStore store = HeapStore.open(directory)) {
      time("heap: reopen to first get", () -> store.getMany(SPACE, List.of("item-1"), PATIENCE));
    }
  }

  private void redis(Path directory) throws IOException {
    try (RedisServer server = RedisServer.start(directory, "--appendonly", "no");
        RedisStore store =
            RedisStore.open(
                new RedisSettings(
                    server.uri(), Optional.empty(), Optional.empty(), "bench", PATIENCE))) {
      time("redis: write all", () -> fill(store));
      reads("redis", store);
      time("redis: visit all", () -> store.forEach(SPACE, (key, value) -> {}));
      time("redis: drop", () -> store.drop(SPACE));
    }
  }

  private void fill(KeyValueStore store) throws IOException {
    Map<String, byte[]> part = new HashMap<>();
    for (int i = 0; i < entries; i++) {
      byte[] value = new byte[VALUE];
      random.nextBytes(value);
      part.put("item-" + i, value);
      if (part.size() == 10_000) {
        store.putMany(SPACE, part);
        part = new HashMap<>();
      }
    }
    store.putMany(SPACE, part);
  }

  private void reads(String name, KeyValueStore store) throws IOException {
    percentiles(name + ": one get", store, 1, SINGLES);
    percentiles(name + ": get of 100", store, 100, HUNDREDS);
  }

  private void percentiles(String what, KeyValueStore store, int keys, int calls)
      throws IOException {
    run(store, keys, calls); // Warm.
    long[] nanos = run(store, keys, calls);
    Arrays.sort(nanos);
    System.out.printf(
        "%-28s p50 %8.1f µs  p99 %8.1f µs  (%,d calls)%n",
        what, nanos[calls / 2] / 1e3, nanos[calls * 99 / 100] / 1e3, calls);
  }

  private long[] run(KeyValueStore store, int keys, int calls) throws IOException {
    long[] nanos = new long[calls];
    for (int call = 0; call < calls; call++) {
      List<String> wanted = new ArrayList<>();
      for (int k = 0; k < keys; k++) {
        wanted.add("item-" + random.nextInt(entries));
      }
      long start = System.nanoTime();
      int found = store.getMany(SPACE, wanted, PATIENCE).size();
      nanos[call] = System.nanoTime() - start;
      if (found == 0) {
        throw new IOException("nothing was found");
      }
    }
    return nanos;
  }

  /** Something that takes time. */
  private interface Step {
    void run() throws IOException;
  }

  private static void time(String what, Step step) throws IOException {
    long start = System.nanoTime();
    step.run();
    System.out.printf("%-28s %8.2f s%n", what, (System.nanoTime() - start) / 1e9);
  }
}
