package io.pageturner.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor time that this process's threads have used, by what they are for; from Linux's {@code
 * /proc}, which knows the collector's and the compiler's threads too.
 *
 * @param ticks hundredths of a second by kind of thread
 */
record ThreadTimes(Map<String, Long> ticks) {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final double TICKS_PER_SECOND = 100; // Linux's USER_HZ.

  /** Kinds by how their threads' names, of which Linux keeps 15 characters, begin. */
  private static final Map<String, String> KINDS = kinds();

  private static Map<String, String> kinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("http-requests", "requests");
    kinds.put("vert.x-eventloo", "the server's event loop");
    kinds.put("kafka-producer", "the event log's client");
    kinds.put("data-plane-kafk", "the broker");
    kinds.put("kafka", "the broker");
    kinds.put("broker", "the broker");
    kinds.put("raft", "the broker");
    kinds.put("executor-", "the broker");
    kinds.put("quorum", "the broker");
    kinds.put("bench-load", "the load");
    kinds.put("bench-training", "training");
    kinds.put("model-loader", "loading versions");
    kinds.put("version-control", "loading versions");
    kinds.put("http-admin", "loading versions");
    kinds.put("C1 ", "the JIT compiler");
    kinds.put("C2 ", "the JIT compiler");
    kinds.put("Sweeper", "the JIT compiler");
    kinds.put("GC ", "garbage collection");
    kinds.put("G1 ", "garbage collection");
    for (String z : List.of("ZWorker", "ZDriver", "ZDirector", "ZStat", "ZUn", "RuntimeWorker")) {
      kinds.put(z, "garbage collection");
    }
    kinds.put("VM Thread", "garbage collection");
    return kinds;
  }

  /** Empty where there is no {@code /proc}. */
  static ThreadTimes now() throws IOException {
    Map<String, Long> ticks = new TreeMap<>();
    if (Files.isDirectory(TASKS)) {
      try (Stream<Path> tasks = Files.list(TASKS)) {
        for (Path task : tasks.toList()) {
          add(task, ticks);
        }
      }
    }
    return new ThreadTimes(ticks);
  }

  private static void add(Path task, Map<String, Long> ticks) throws IOException {
    try {
      String stat = Files.readString(task.resolve("stat")); // pid (name) state …
      String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      ticks.merge(kind(name), Long.parseLong(rest[11]) + Long.parseLong(rest[12]), Long::sum);
    } catch (NoSuchFileException e) {
      // The thread has ended since.
    }
  }

  private static String kind(String thread) {
    return KINDS.entrySet().stream()
        .filter(kind -> thread.startsWith(kind.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("others");
  }

  /** Seconds used since {@code earlier}, by kind. */
  Map<String, Double> since(ThreadTimes earlier) {
    Map<String, Double> seconds = new TreeMap<>();
    ticks.forEach(
        (kind, now) -> {
          double used = (now - earlier.ticks.getOrDefault(kind, 0L)) / TICKS_PER_SECOND;
          seconds.put(kind, Math.max(0, used)); // Less when a thread has ended.
        });
    return seconds;
  }
}
