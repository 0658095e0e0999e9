package io.pageturner.app.cli;

import io.pageturner.app.bench.ServingBench;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pageturner bench serving}: latency of pages over HTTP, steady and while swapping. */
@Command(
    name = "serving",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a serving node with the demo's features and an event log of its own, asks it for",
      "pages at a fixed rate from the same process, and tells latencies from when each page was",
      "due: steady, while two versions replace each other, and beside a trainer; and the processor",
      "time of a page by what it went to. Warms up first, until the JIT compiler is nearly done."
    })
public final class BenchServingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private NodeOptions node;

  @Option(
      names = "--rate",
      description = "Pages a second. Default: ${DEFAULT-VALUE}",
      defaultValue = "1300")
  private int rate;

  @Option(
      names = "--seconds",
      description = "Length of each phase, taken in three turns. Default: ${DEFAULT-VALUE}",
      defaultValue = "30")
  private int seconds;

  @Option(
      names = "--swaps",
      description =
          "Versions that are swapped in the second phase; 0 leaves it out. Default: ${DEFAULT-VALUE}",
      defaultValue = "50")
  private int swaps;

  @Option(
      names = "--training",
      description = "Adds a phase in which a trainer works at full speed on the same cores.")
  private boolean training;

  @Option(
      names = "--profile",
      description = "Tells at last where the threads that answer pages spend their time.")
  private boolean profile;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rate < 1 || seconds < 1 || swaps < 0) {
      throw new ParameterException(
          spec.commandLine(), "--rate and --seconds must be 1 or more, --swaps 0 or more");
    }
    Terminal terminal = new Terminal(System.out);
    new ServingBench(rate, seconds, node.candidates(), swaps, training, profile)
        .run(node.directory(), row -> terminal.print(row + System.lineSeparator()));
    return 0;
  }
}
