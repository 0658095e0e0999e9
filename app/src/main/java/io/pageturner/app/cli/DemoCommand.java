package io.pageturner.app.cli;

import io.pageturner.app.DataDirectory;
import io.pageturner.app.FreshData;
import io.pageturner.app.OfflineTraining;
import io.pageturner.app.Pageturner;
import io.pageturner.app.config.AlgorithmOverrides;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.monitor.Headline;
import io.pageturner.app.monitor.LiveTable;
import io.pageturner.app.monitor.Look;
import io.pageturner.domain.BucketName;
import io.pageturner.evaluation.Comparison;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.feed.Algorithm;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.serving.model.Swap;
import io.pageturner.simulator.AcceleratedClock;
import io.pageturner.simulator.Gains;
import io.pageturner.simulator.HttpUsers;
import io.pageturner.simulator.LoadReport;
import io.pageturner.simulator.LoadSettings;
import io.pageturner.simulator.Oracle;
import io.pageturner.simulator.OracleSettings;
import io.pageturner.simulator.World;
import io.pageturner.simulator.WorldSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code pageturner demo}: the whole loop with simulated users, from scratch. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the whole loop in this process and lets simulated users page through the feed over HTTP.",
      "It learns online from scratch, shows how the agent's users fare against the baseline's, ends",
      "by itself, and leaves its data directory for 'pageturner serve' to continue from."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final Duration TABLE_INTERVAL = Duration.ofSeconds(10);

  @Option(
      names = "--minutes",
      description = "How long it runs, start included. Default: ${DEFAULT-VALUE}",
      defaultValue = "5")
  private double minutes;

  @Option(
      names = "--seed",
      description = "Seed of world and trainer. Default: ${DEFAULT-VALUE}",
      defaultValue = "1")
  private long seed;

  @Option(
      names = "--speed",
      description =
          "How many times as fast as the wall's its clock runs. Default: ${DEFAULT-VALUE}",
      defaultValue = "60")
  private double speed;

  @Option(
      names = "--pages-per-second",
      description = "Pages that users ask for, per second of wall time. Default: ${DEFAULT-VALUE}",
      defaultValue = "300")
  private double pagesPerSecond;

  @Option(
      names = "--port",
      description = "HTTP port; 0 takes a free one. Default: ${DEFAULT-VALUE}",
      defaultValue = "8080")
  private int port;

  @Option(
      names = "--data-directory",
      paramLabel = "DIR",
      description = "Made anew by each run. Default: ${DEFAULT-VALUE}",
      defaultValue = "pageturner-data")
  private Path dataDirectory;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      converter = ByLabel.class,
      description =
          "How the agent learns: advantage-ddpg, linear-heads, ppo, a2c, ddpg, dqn, double-dqn or"
              + " dueling-dqn, the last three on a grid of actions. Default: advantage-ddpg")
  private Optional<Algorithm> algorithm = Optional.empty();

  @Option(
      names = "--oracle",
      description = "Also find what could be gained at best, by roll-out, at the end (a minute).")
  private boolean oracle;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = new Terminal(System.out);
    Duration length = Duration.ofMillis(Math.round(minutes * 60_000));
    World world = new World(WorldSettings.DEFAULT, seed);
    PageturnerConfig config = prepare(world);
    terminal.say(
        "demo of %.1f minutes, seed %d, %s: starting the event log ...",
        minutes, seed, dataDirectory);
    AcceleratedClock clock =
        AcceleratedClock.endingAtPresent(InstantSource.system(), length, speed);
    try (Interruption interruption = new Interruption()) {
      try (Pageturner loop = Pageturner.start(config, this::settings, clock)) {
        run(terminal, loop, world, clock, config, length, interruption);
      }
      terminal.say("stopped; './pageturner serve --data-directory %s' continues", dataDirectory);
    }
    return 0;
  }

  private PageturnerConfig prepare(World world) throws IOException {
    DataDirectory data = FreshData.make(dataDirectory, "demo/features.yaml", "demo.conf");
    if (algorithm.isPresent()) {
      // In the file, not over it: 'serve' continues with it.
      Files.writeString(data.config(), lines(algorithm.get()), StandardOpenOption.APPEND);
    }
    PageturnerConfig config = settings();
    ItemEmbeddings embeddings =
        ItemEmbeddings.of(WorldSettings.DEFAULT.catalogue().embeddingSize(), world.embeddings());
    OfflineTraining.publish(config, embeddings, Map.of());
    return config;
  }

  private PageturnerConfig settings() {
    return PageturnerConfig.load(
        Optional.of(new DataDirectory(dataDirectory).config()),
        Map.of("data-directory", dataDirectory.toString(), "http.port", port, "trainer.seed", seed),
        Optional.empty());
  }

  private static String lines(Algorithm algorithm) {
    StringBuilder text = new StringBuilder("\n");
    AlgorithmOverrides.of(algorithm)
        .forEach((path, value) -> text.append("pageturner." + path + " = " + value + "\n"));
    return text.toString();
  }

  private void run(
      Terminal terminal,
      Pageturner loop,
      World world,
      AcceleratedClock clock,
      PageturnerConfig config,
      Duration length,
      Interruption interruption) {
    URI server = URI.create("http://" + config.http().host() + ":" + port(loop));
    terminal.say("serving; the page with live curves is %s/", server);
    LoadSettings load =
        LoadSettings.against(server, "demo-" + seed).withPagesPerSecond(pagesPerSecond);
    try (HttpUsers users = new HttpUsers(world, clock, config.reward(), load)) {
      users.start();
      terminal.say("simulated users page through the feed");
      boolean interrupted = false;
      while (!interrupted && terminal.sinceStart().compareTo(length) < 0) {
        Duration left = length.minus(terminal.sinceStart());
        interrupted =
            interruption.await(left.compareTo(TABLE_INTERVAL) < 0 ? left : TABLE_INTERVAL);
        table(terminal, loop, users);
      }
      users.pagesPerSecond(1e-3);
      figures(terminal, loop, users, clock);
      conclude(terminal, loop, users, world, config, interrupted);
    }
  }

  private static int port(Pageturner loop) {
    return loop.serving().orElseThrow().port();
  }

  private static void table(Terminal terminal, Pageturner loop, HttpUsers users) {
    Look look = loop.monitor().orElseThrow().latest();
    LoadReport report = users.report();
    terminal.say(
        "%,d pages, %,d events, %d failed requests; at the client rank p50 %.1f, p99 %.1f ms",
        report.requests().pages(),
        report.requests().events(),
        report.requests().failed(),
        report.rank().p50(),
        report.rank().p99());
    terminal.print(LiveTable.of(look));
  }

  private void figures(
      Terminal terminal, Pageturner loop, HttpUsers users, AcceleratedClock clock) {
    terminal.say("%s", DemoFigures.swaps(users.report().seconds()));
    try {
      List<Bundle> bundles =
          new BundleStore(new DataDirectory(dataDirectory).models()).list("policy");
      List<Swap> swaps = loop.serving().orElseThrow().policies().history();
      terminal.say("%s", DemoFigures.freshness(bundles, swaps, clock));
    } catch (IOException e) {
      terminal.say("the models' lineage cannot be read: %s", e.getMessage());
    }
  }

  private void conclude(
      Terminal terminal,
      Pageturner loop,
      HttpUsers users,
      World world,
      PageturnerConfig config,
      boolean interrupted) {
    Optional<Comparison> comparison =
        loop.monitor()
            .orElseThrow()
            .latest()
            .experiment()
            .compare(new BucketName("agent"), BucketName.BASELINE);
    users.report().firstFailure().ifPresent(why -> terminal.say("first failure: %s", why));
    terminal.say("%s", Headline.of(comparison));
    if (oracle && !interrupted) {
      terminal.say("looking for what could be gained at best ...");
      Gains gains = new Oracle(world, OracleSettings.DEFAULT, config.reward()).gains();
      terminal.print(gains.toString());
      comparison.ifPresent(
          found ->
              terminal.say(
                  "the agent reached %.0f %% of the oracle's gain over the whole run, learning"
                      + " included; the best constant a is %.2f",
                  100 * gains.share(found.difference().estimate()), gains.bestConstant()));
    }
  }

  /** Algorithms by the names that settings have for them. */
  private static final class ByLabel implements ITypeConverter<Algorithm> {
    @Override
    public Algorithm convert(String label) {
      List<Algorithm> all = List.of(Algorithm.values());
      return all.stream()
          .filter(algorithm -> algorithm.label().equals(label))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "must be one of "
                          + all.stream().map(Algorithm::label).toList()
                          + ", was '"
                          + label
                          + "'"));
    }
  }
}
