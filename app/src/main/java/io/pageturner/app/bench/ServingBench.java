package io.pageturner.app.bench;

import io.pageturner.learning.replay.Sampling;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Latency of pages over HTTP, of a whole serving node with an event log in Kafka, in the same
 * process and on the same cores as the load: steady, while two versions replace each other, and
 * while a trainer beside it works at full speed. The phases take turns, so that what else happens
 * on the machine falls on all of them.
 *
 * @param rate pages asked for a second
 * @param seconds of each phase in all
 * @param candidates of each page
 * @param swaps in the second phase in all; 0 leaves it out
 * @param training whether there is the third phase
 * @param profile whether to tell at last where the requests' threads spend their time
 */
public record ServingBench(
    int rate, int seconds, int candidates, int swaps, boolean training, boolean profile) {
  private static final int TURNS = 3;
  private static final int TRAINING_BATCH = 256;
  private static final Duration WARM_UP_STEP = Duration.ofSeconds(5);
  private static final int WARM_UP_STEPS = 36;

  /** What the JIT may still compile in a step of the warm-up for it to be the last one. */
  private static final double COMPILING_SHARE = 0.05;

  /** Told each row of a table in Markdown. */
  @FunctionalInterface
  public interface Rows {
    void add(String row);
  }

  /** What is done beside the load. */
  @FunctionalInterface
  private interface Beside {
    void run(Duration duration) throws IOException, InterruptedException, ExecutionException;
  }

  /** One phase: what happens in it, and what came of its turns. */
  private static final class Phase {
    private final String name;
    private final Beside beside;
    private OpenLoop.Outcome outcome = OpenLoop.Outcome.none();
    private StolenTime stolen = StolenTime.NONE;

    Phase(String name, Beside beside) {
      this.name = name;
      this.beside = beside;
    }
  }

  /**
   * Runs in a directory that is made anew.
   *
   * @throws IOException when the directory holds something else, or the node cannot start
   */
  public void run(Path directory, Rows rows) throws IOException, InterruptedException {
    try (BenchNode node = BenchNode.start(directory);
        OpenLoop load = new OpenLoop(node.address(), new PageRequests(candidates).pages())) {
      warmUp(node, load, rate, rows);
      Phase steady = new Phase("steady", duration -> {});
      Phase swapping = new Phase(swaps + " swaps", duration -> swap(node, duration));
      Phase beside = new Phase("training beside", duration -> train(node, duration));
      ThreadTimes before = ThreadTimes.now();
      for (int turn = 0; turn < TURNS; turn++) {
        take(steady, load);
        if (swaps > 0) {
          take(swapping, load);
        }
        if (training) {
          take(beside, load);
        }
      }
      Map<String, Double> times = ThreadTimes.now().since(before);
      tell(rows, steady, swapping, beside);
      rows.add(node.swapTimes());
      rows.add("");
      tellTimes(
          rows, times, steady.outcome.plus(swapping.outcome).plus(beside.outcome).nanos().length);
      if (profile) {
        profile(load, rows);
      }
    } catch (ExecutionException e) {
      throw new IOException("the load broke off", e.getCause());
    }
  }

  private void take(Phase phase, OpenLoop load)
      throws IOException, InterruptedException, ExecutionException {
    Duration turn = Duration.ofMillis(1_000L * seconds / TURNS);
    StolenTime before = StolenTime.sinceBoot();
    Future<OpenLoop.Outcome> answers = load.start(rate, turn);
    phase.beside.run(turn);
    phase.outcome = phase.outcome.plus(answers.get());
    phase.stolen = phase.stolen.plus(StolenTime.sinceBoot().minus(before));
  }

  /**
   * Asks for pages, with a swap every few seconds, until the JIT compiler has little left to do:
   * before, it takes a core for itself.
   */
  static void warmUp(BenchNode node, OpenLoop load, int rate, Rows rows)
      throws IOException, InterruptedException, ExecutionException {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    double share = 1;
    int step = 0;
    for (; step < WARM_UP_STEPS && share > COMPILING_SHARE; step++) {
      long before = compiler.getTotalCompilationTime();
      Future<OpenLoop.Outcome> answers = load.start(rate, WARM_UP_STEP);
      node.swap();
      answers.get();
      share = (compiler.getTotalCompilationTime() - before) / (double) WARM_UP_STEP.toMillis();
    }
    rows.add(
        format(
            "warm after %d s; the JIT compiler still took %.0f %% of a core at last",
            step * WARM_UP_STEP.toSeconds(), 100 * share));
    rows.add("");
  }

  /** Swaps evenly over the time. */
  private void swap(BenchNode node, Duration duration) throws IOException, InterruptedException {
    int turn = Math.max(1, swaps / TURNS);
    long start = System.nanoTime();
    for (int i = 0; i < turn; i++) {
      long due = start + i * duration.toNanos() / turn;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      node.swap();
    }
  }

  private static void train(BenchNode node, Duration duration)
      throws IOException, InterruptedException, ExecutionException {
    TrainingSpeed speed = new TrainingSpeed(node.features(), new Sampling.Uniform());
    FutureTask<TrainingSpeed.Speed> trained =
        new FutureTask<>(() -> speed.measure(TRAINING_BATCH, duration.dividedBy(2)));
    new Thread(trained, "bench-training").start();
    trained.get();
  }

  private void tell(Rows rows, Phase steady, Phase swapping, Phase beside) {
    rows.add(
        "| phase | asked/s | answered/s | p50 ms | p99 ms | p99.9 ms | p99 of the usual second, ms"
            + " | failed | a = 1 | stolen |");
    rows.add("|---|---|---|---|---|---|---|---|---|---|");
    rows.add(row(steady));
    if (swaps > 0) {
      rows.add(row(swapping));
    }
    if (training) {
      rows.add(row(beside));
    }
    rows.add("");
    if (swaps > 0) {
      rows.add(
          format(
              "p99 while versions are swapped against steady: ratio %.2f",
              swapping.outcome.percentile(0.99) / steady.outcome.percentile(0.99)));
      rows.add("");
    }
  }

  private String row(Phase phase) {
    OpenLoop.Outcome outcome = phase.outcome;
    return format(
        "| %s | %,d | %,.0f | %.2f | %.2f | %.2f | %.2f | %d | %d | %.1f %% |",
        phase.name,
        rate,
        outcome.perSecond(),
        outcome.percentile(0.5),
        outcome.percentile(0.99),
        outcome.percentile(0.999),
        outcome.usualSecond(),
        outcome.failed(),
        outcome.fallbacks(),
        phase.stolen.percent());
  }

  /** Processor time tells more than the clock where other work takes the cores. */
  private static void tellTimes(Rows rows, Map<String, Double> seconds, int pages) {
    double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    rows.add("| processor time of | µs a page | share |");
    rows.add("|---|---|---|");
    seconds.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(
            kind ->
                rows.add(
                    format(
                        "| %s | %.0f | %.0f %% |",
                        kind.getKey(),
                        1e6 * kind.getValue() / Math.max(1, pages),
                        100 * kind.getValue() / all)));
    rows.add(format("| all | %.0f | |", 1e6 * all / Math.max(1, pages)));
    rows.add("");
  }

  private void profile(OpenLoop load, Rows rows)
      throws IOException, InterruptedException, ExecutionException {
    try (StageProfile stages = new StageProfile()) {
      load.start(rate, Duration.ofSeconds(seconds)).get();
      Map<String, Integer> samples = stages.samples();
      int all = samples.values().stream().mapToInt(Integer::intValue).sum();
      rows.add("| the requests' threads are at | share of " + all + " samples |");
      rows.add("|---|---|");
      rows.add(
          samples.entrySet().stream()
              .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
              .map(
                  stage ->
                      format("| %s | %.1f %% |", stage.getKey(), 100.0 * stage.getValue() / all))
              .collect(Collectors.joining(System.lineSeparator())));
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // It would need Error Prone at run time.
  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
