package io.pageturner.app.cli;

import io.pageturner.app.bench.GrowingIdsBench;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pageturner bench ids}: what a table of many ids costs. */
@Command(
    name = "ids",
    mixinStandardHelpOptions = true,
    description = {
      "Fills a growing feature's table with so many ids and tells memory, a round's processor time",
      "(median / 99th percentile), and how long checkpoints and bundles take; first the same with",
      "1,000 ids in the graph. Ten million ids need about 6 GB (PAGETURNER_HEAP=8g)."
    })
public final class BenchIdsCommand implements Callable<Integer> {
  private static final int MOST = 50_000_000;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "IDS",
      arity = "0..*",
      description = "How many ids. Default: ${DEFAULT-VALUE}",
      defaultValue = "10000 100000 1000000",
      split = " ")
  private List<Integer> sizes;

  @Override
  public Integer call() throws IOException {
    for (int ids : sizes) {
      if (ids < 1 || ids > MOST) {
        throw new ParameterException(
            spec.commandLine(), "IDS must be 1 to %,d, was %d".formatted(MOST, ids));
      }
    }
    Terminal terminal = new Terminal(System.out);
    terminal.print("| ids | what | figure |\n|---|---|---|\n");
    GrowingIdsBench bench = new GrowingIdsBench(terminal::print);
    bench.inTheGraph();
    for (int ids : sizes) {
      bench.growing(ids);
    }
    return 0;
  }
}
