package io.pageturner.app.cli;

import io.pageturner.app.bench.EnduranceBench;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pageturner bench endurance}: whether a serving node grows under load. */
@Command(
    name = "endurance",
    mixinStandardHelpOptions = true,
    description = {
      "Keeps a serving node under load with a swap of versions every few seconds, and tells memory,",
      "threads and open files every minute. Exit code 1 when a page fails, or when native memory,",
      "threads or files grow beyond a bound after the first quarter. Native memory is exact with the",
      "whole heap in RAM: JAVA_OPTS='-Xms1g -Xmx1g -XX:+AlwaysPreTouch'."
    })
public final class BenchEnduranceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private NodeOptions node;

  @Option(names = "--minutes", description = "Default: ${DEFAULT-VALUE}", defaultValue = "60")
  private int minutes;

  @Option(
      names = "--rate",
      description = "Pages a second. Default: ${DEFAULT-VALUE}",
      defaultValue = "200")
  private int rate;

  @Option(
      names = "--swap-every",
      paramLabel = "SECONDS",
      description = "Default: ${DEFAULT-VALUE}",
      defaultValue = "10")
  private int swapEvery;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (minutes < 2 || rate < 1 || swapEvery < 1 || swapEvery > 60) {
      throw new ParameterException(
          spec.commandLine(),
          "--minutes must be 2 or more, --rate 1 or more, --swap-every 1 to 60");
    }
    Terminal terminal = new Terminal(System.out);
    EnduranceBench bench =
        new EnduranceBench(
            rate, node.candidates(), Duration.ofMinutes(minutes), Duration.ofSeconds(swapEvery));
    return bench.run(node.directory(), row -> terminal.print(row + System.lineSeparator())) ? 0 : 1;
  }
}
