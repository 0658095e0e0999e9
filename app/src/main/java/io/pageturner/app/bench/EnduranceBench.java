package io.pageturner.app.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A serving node under load for a long time, with a new live version every few seconds, and whether
 * what it holds grows.
 *
 * @param rate pages a second
 * @param candidates of each page
 * @param duration how long
 * @param swapEvery time between two swaps
 */
public record EnduranceBench(int rate, int candidates, Duration duration, Duration swapEvery) {
  /** What is told and compared is taken this often. */
  private static final Duration STEP = Duration.ofMinutes(1);

  /** Caches, pools and compiled code fill up first: growth counts after this share of the time. */
  private static final double SETTLED = 0.25;

  /** More than this is growth; JIT and allocators breathe by less. */
  private static final long NATIVE_BOUND = 64L << 20;

  private static final long THREADS_BOUND = 4;

  /** The load's connections come and go, and both ends of each are open here. */
  private static final long FILES_BOUND = 16 + 2 * OpenLoop.CONNECTIONS;

  private static final double MIB = 1 << 20;

  /**
   * Runs in a directory that is made anew.
   *
   * @return whether all pages were answered and nothing grew beyond its bound
   */
  public boolean run(Path directory, ServingBench.Rows rows)
      throws IOException, InterruptedException {
    try (BenchNode node = BenchNode.start(directory);
        OpenLoop load = new OpenLoop(node.address(), new PageRequests(candidates).pages())) {
      ServingBench.warmUp(node, load, rate, rows);
      return measure(node, load, rows);
    } catch (ExecutionException e) {
      throw new IOException("the load broke off", e.getCause());
    }
  }

  private boolean measure(BenchNode node, OpenLoop load, ServingBench.Rows rows)
      throws IOException, InterruptedException, ExecutionException {
    rows.add(
        "| minute | p50 ms | p99 ms | failed | swaps | resident MiB | native MiB | live heap MiB"
            + " | threads | files |");
    rows.add("|---|---|---|---|---|---|---|---|---|---|");
    List<ResourceUse> uses = new ArrayList<>();
    long swaps = 0;
    long failed = 0;
    long steps = Math.max(2, duration.dividedBy(STEP));
    for (int step = 1; step <= steps; step++) {
      Future<OpenLoop.Outcome> answers = load.start(rate, STEP);
      swaps += swap(node);
      OpenLoop.Outcome outcome = answers.get();
      failed += outcome.failed();
      ResourceUse use = ResourceUse.now();
      uses.add(use);
      rows.add(row(step, outcome, swaps, use));
    }
    return told(uses, failed, rows);
  }

  /** Swaps evenly over a step. */
  private long swap(BenchNode node) throws IOException, InterruptedException {
    long start = System.nanoTime();
    long swaps = STEP.dividedBy(swapEvery);
    for (int i = 0; i < swaps; i++) {
      long due = start + i * swapEvery.toNanos();
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      node.swap();
    }
    return swaps;
  }

  private static String row(int step, OpenLoop.Outcome outcome, long swaps, ResourceUse use) {
    return String.format(
        Locale.ROOT,
        "| %d | %.2f | %.2f | %d | %d | %.0f | %.0f | %.0f | %d | %d |",
        step,
        outcome.percentile(0.5),
        outcome.percentile(0.99),
        outcome.failed(),
        swaps,
        use.resident() / MIB,
        use.nativeMemory() / MIB,
        use.live() / MIB,
        use.threads(),
        use.files());
  }

  private static boolean told(List<ResourceUse> uses, long failed, ServingBench.Rows rows) {
    ResourceUse settled = uses.get((int) (SETTLED * uses.size()));
    ResourceUse last = uses.get(uses.size() - 1);
    long grown = last.nativeMemory() - settled.nativeMemory();
    long threads = last.threads() - settled.threads();
    long files = last.files() - settled.files();
    rows.add("");
    rows.add(
        String.format(
            Locale.ROOT,
            "since the first quarter: native memory %+.0f MiB (bound %d), threads %+d (bound %d),"
                + " files %+d (bound %d); %d pages failed",
            grown / MIB,
            NATIVE_BOUND >> 20,
            threads,
            THREADS_BOUND,
            files,
            FILES_BOUND,
            failed));
    return failed == 0 && grown <= NATIVE_BOUND && threads <= THREADS_BOUND && files <= FILES_BOUND;
  }
}
