package io.pageturner.app.cli;

import io.pageturner.learning.replay.Sampling;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.VectorReplay;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pageturner bench replay}: how fast transitions are drawn, by one thread. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Fills a replay, then draws batches for ten seconds each, uniformly and prioritised, with"
          + " and",
      "without telling the batch's errors back. One thread; told per second of its CPU time, so"
          + " that",
      "a busy machine counts less."
    })
public final class BenchReplayCommand implements Callable<Integer> {
  private static final int BATCH = 256;
  private static final double NANOS_PER_SECOND = 1e9;

  private final ThreadMXBean cpu = ManagementFactory.getThreadMXBean();

  @Spec private CommandSpec spec;

  @Option(
      names = "--transitions",
      description = "How many it holds. Default: ${DEFAULT-VALUE}",
      defaultValue = "1000000")
  private int transitions;

  @Option(
      names = "--state",
      description = "Numbers of a state. Default: ${DEFAULT-VALUE}",
      defaultValue = "64")
  private int stateSize;

  @Option(
      names = "--seconds",
      description = "How long each kind is measured. Default: ${DEFAULT-VALUE}",
      defaultValue = "10")
  private int seconds;

  @Override
  public Integer call() {
    if (transitions < 1 || stateSize < 1 || seconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--transitions, --state and --seconds must be 1 or more");
    }
    Terminal terminal = new Terminal(System.out);
    terminal.print("| draws | transitions per second of CPU | MiB of arrays |\n|---|---|---|\n");
    terminal.print(measure("uniform", new Sampling.Uniform(), false));
    terminal.print(measure("prioritised", Sampling.Prioritised.DEFAULT, false));
    terminal.print(measure("prioritised, errors told back", Sampling.Prioritised.DEFAULT, true));
    return 0;
  }

  private String measure(String name, Sampling sampling, boolean learn) {
    SplitMix64 random = new SplitMix64(1);
    VectorReplay replay = filled(sampling, random);
    VectorReplay.Batch batch = replay.batch(BATCH);
    draw(replay, batch, random, learn); // To warm up.
    return "| %s | %,.0f | %,d |%n"
        .formatted(name, draw(replay, batch, random, learn), replay.bytes() >> 20);
  }

  /** Draws for a while and returns the transitions per second of CPU time. */
  private double draw(
      VectorReplay replay, VectorReplay.Batch batch, SplitMix64 random, boolean learn) {
    float[] errors = new float[BATCH];
    long start = System.nanoTime();
    long before = cpu.getCurrentThreadCpuTime();
    long drawn = 0;
    while (System.nanoTime() - start < seconds * NANOS_PER_SECOND) {
      replay.sample(random, batch);
      drawn += BATCH;
      if (learn) {
        for (int i = 0; i < BATCH; i++) {
          errors[i] = random.nextFloat();
        }
        replay.learned(batch, errors);
      }
    }
    return drawn * NANOS_PER_SECOND / (cpu.getCurrentThreadCpuTime() - before);
  }

  private VectorReplay filled(Sampling sampling, SplitMix64 random) {
    VectorReplay replay = new VectorReplay(stateSize, 1, transitions, sampling);
    float[] state = new float[stateSize];
    for (int i = 0; i < transitions; i++) {
      state[i % stateSize] = random.nextFloat();
      replay.add(state, new float[] {0}, 1, 0.9, state);
    }
    return replay;
  }
}
