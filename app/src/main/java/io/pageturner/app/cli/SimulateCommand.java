package io.pageturner.app.cli;

import io.pageturner.app.OfflineTraining;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.simulator.AcceleratedClock;
import io.pageturner.simulator.HttpUsers;
import io.pageturner.simulator.LoadReport;
import io.pageturner.simulator.LoadSettings;
import io.pageturner.simulator.World;
import io.pageturner.simulator.WorldSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pageturner simulate}: the demo's users on a feed that runs. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Lets the demo's simulated users page through a running feed over HTTP, as fast as people do, and",
      "tells what they saw. The feed's features must be the demo's. Users are spread over the servers;",
      "one who gets no answer goes to another server. Exit code 1 when nobody was shown a page."
    })
public final class SimulateCommand implements Callable<Integer> {
  private static final Duration TABLE_INTERVAL = Duration.ofSeconds(10);

  @Option(
      names = "--servers",
      split = ",",
      paramLabel = "URL",
      description = "One or more. Default: ${DEFAULT-VALUE}",
      defaultValue = "http://127.0.0.1:8080")
  private List<URI> servers = List.of();

  @Option(
      names = "--seconds",
      description = "How long users come. Default: ${DEFAULT-VALUE}",
      defaultValue = "60")
  private long seconds;

  @Option(
      names = "--pages-per-second",
      description = "At most, over all servers. Default: ${DEFAULT-VALUE}",
      defaultValue = "50")
  private double pagesPerSecond;

  @Option(names = "--users", description = "Default: ${DEFAULT-VALUE}", defaultValue = "12000")
  private int users;

  @Option(
      names = "--seed",
      description = "Of the world. Default: ${DEFAULT-VALUE}",
      defaultValue = "1")
  private long seed;

  @Mixin private DataSettings data;

  @Option(
      names = "--items",
      description =
          "Only enters the world's item embeddings into the settings' store; before the feed starts.")
  private boolean items;

  @Override
  public Integer call() throws IOException {
    World world = new World(WorldSettings.DEFAULT.withUsers(users), seed);
    PageturnerConfig settings = data.load(Map.of());
    return items ? enterItems(world, settings) : simulate(world, settings);
  }

  private static int enterItems(World world, PageturnerConfig settings) throws IOException {
    int dimension = WorldSettings.DEFAULT.catalogue().embeddingSize();
    ItemEmbeddings embeddings = ItemEmbeddings.of(dimension, world.embeddings());
    OfflineTraining.publish(settings, embeddings, Map.of());
    System.out.printf("%,d items have an embedding%n", embeddings.size());
    return 0;
  }

  private int simulate(World world, PageturnerConfig settings) {
    Terminal terminal = new Terminal(System.out);
    Duration length = Duration.ofSeconds(seconds);
    AcceleratedClock clock = AcceleratedClock.endingAtPresent(InstantSource.system(), length, 1);
    // Sessions and events of this run are not those of the one before it.
    String run = "simulate-" + System.currentTimeMillis();
    LoadSettings load = LoadSettings.against(servers, run).withPagesPerSecond(pagesPerSecond);
    HttpUsers coming = new HttpUsers(world, clock, settings.reward(), load);
    try (Interruption interruption = new Interruption();
        coming) {
      coming.start();
      boolean interrupted = false;
      while (!interrupted && terminal.sinceStart().compareTo(length) < 0) {
        Duration left = length.minus(terminal.sinceStart());
        interrupted =
            interruption.await(left.compareTo(TABLE_INTERVAL) < 0 ? left : TABLE_INTERVAL);
        tell(terminal, coming.report());
      }
    }
    LoadReport report = coming.report();
    terminal.say("the users have gone home");
    tell(terminal, report);
    report.firstFailure().ifPresent(why -> terminal.say("first failure: %s", why));
    return report.requests().pages() > 0 ? 0 : 1;
  }

  private static void tell(Terminal terminal, LoadReport report) {
    terminal.say(
        "%,d pages, %,d events accepted, %d rejected, %d requests moved on to another server, %d"
            + " failed; rank p50 %.1f, p99 %.1f ms",
        report.requests().pages(),
        report.requests().events(),
        report.requests().rejectedEvents(),
        report.requests().movedOn(),
        report.requests().failed(),
        report.rank().p50(),
        report.rank().p99());
  }
}
