package io.pageturner.app.bench;

import io.pageturner.store.HeapStore;
import io.pageturner.store.KeyValueStore;
import io.pageturner.store.RedisSettings;
import io.pageturner.store.RedisStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Times of a key-value store, told as they are found: entries of 128 bytes, one reader. */
public final class StoreBench {
  private static final int VALUE = 128;
  private static final int SINGLES = 50_000;
  private static final int HUNDREDS = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SPACE = "bench";

  private final int entries;
  private final Consumer<String> out;
  private final Random random = new Random(1);

  /**
   * @param out takes the rows of a table in Markdown
   */
  public StoreBench(int entries, Consumer<String> out) {
    this.entries = entries;
    this.out = out;
  }

  /** This process's memory with snapshots in a directory. */
  public void heap(Path directory) throws IOException {
    try (HeapStore store = HeapStore.open(directory)) {
      time("heap: write all", () -> fill(store));
      time("heap: snapshot", store::snapshot);
      reads("heap", store);
    }
    try (HeapStore store = HeapStore.open(directory)) {
      time("heap: reopen to first get", () -> store.getMany(SPACE, List.of("item-1"), PATIENCE));
    }
  }

  /** A Redis; what was written is dropped again. */
  public void redis(RedisSettings settings) throws IOException {
    try (RedisStore store = RedisStore.open(settings)) {
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
    tell(
        what,
        "p50 %.1f µs, p99 %.1f µs (%,d calls)",
        nanos[calls / 2] / 1e3,
        nanos[calls * 99 / 100] / 1e3,
        calls);
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

  private void time(String what, Step step) throws IOException {
    long start = System.nanoTime();
    step.run();
    tell(what, "%.2f s", (System.nanoTime() - start) / 1e9);
  }

  @SuppressWarnings("AnnotateFormatMethod") // It would need Error Prone at run time.
  private void tell(String what, String format, Object... values) {
    out.accept("| %s | %s |%n".formatted(what, String.format(Locale.ROOT, format, values)));
  }
}
