package io.pageturner.app.cli;

import io.pageturner.app.chaos.Chaos;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pageturner chaos}: kill -9, again and again. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description = {
      "Runs broker, stream job and trainer as processes of their own, kills one of them (kill -9)",
      "again and again while events come in, and compares the results with those of the same feed",
      "undisturbed: every sample and every transition is there once, and was learned from once.",
      "With --live the events happen now, 200 a second, with heartbeats, and the results are",
      "compared with what is rebuilt from the event log alone."
    })
public final class ChaosCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--data-directory",
      paramLabel = "DIR",
      description = "Made anew by each run. Default: ${DEFAULT-VALUE}",
      defaultValue = "pageturner-chaos")
  private Path dataDirectory = Path.of("");

  @Option(names = "--live", description = "Events as they happen, and heartbeats.")
  private boolean live;

  @Option(
      names = "--events",
      description = "Default: 1000000, and 60000 with --live: five minutes and the restarts.")
  private Optional<Long> events = Optional.empty();

  @Option(names = "--kills", description = "Default: ${DEFAULT-VALUE}", defaultValue = "20")
  private int kills;

  @Option(
      names = "--port",
      description = "Of the broker. Default: ${DEFAULT-VALUE}",
      defaultValue = "19092")
  private int port;

  @Option(
      names = "--seed",
      description = "Of the feed, the victims and the moments. Default: ${DEFAULT-VALUE}",
      defaultValue = "1")
  private long seed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    long count = events.orElse(live ? 60_000L : 1_000_000L);
    if (count < 1 || kills < 0) {
      throw new ParameterException(
          spec.commandLine(), "--events must be 1 or more, --kills 0 or more");
    }
    Chaos chaos = new Chaos(dataDirectory, port, seed, live, new Terminal(System.out));
    return chaos.run(count, kills, seed) ? 0 : 1;
  }
}
