package io.pageturner.app.cli;

import io.pageturner.app.experiment.AgentAblation;
import io.pageturner.app.experiment.StateAblation;
import io.pageturner.app.replay.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pageturner ablate}: what each part of the agent is worth. */
@Command(
    name = "ablate",
    mixinStandardHelpOptions = true,
    description = "Measures what each part of the agent is worth, by leaving it out.")
public final class AblateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which part? There are: agents, state");
  }

  /** How much is simulated for how long, and where the results go. */
  static final class Effort {
    @Option(
        names = "--minutes",
        description =
            "No run begins after that; seeds are done one after the other, so that the tables"
                + " are whole from the first on. Default: ${DEFAULT-VALUE}",
        defaultValue = "60")
    private double minutes;

    @Option(
        names = "--users",
        description = "Simulated users, few enough that they come back. Default: ${DEFAULT-VALUE}",
        defaultValue = "1000")
    private int users;

    @Option(
        names = "--directory",
        paramLabel = "DIR",
        description = "Where tables, raw numbers and charts go. Default: ${DEFAULT-VALUE}",
        defaultValue = "pageturner-data/ablation")
    private Path directory;
  }

  /** The state: poolings and features. */
  @Command(
      name = "state",
      mixinStandardHelpOptions = true,
      description = {
        "Compares the poolings of the item matrix and adds the groups of features one by one: by"
            + " the",
        "held-out error of V, on a log and on the simulated feed, and by the reward in the"
            + " simulator.",
        "Prints tables in Markdown; writes them, the raw numbers and a chart to the directory."
      })
  Integer state(
      @Option(
              names = "--format",
              completionCandidates = ReplayCommand.Formats.class,
              description = "Format of the log: ${COMPLETION-CANDIDATES}. Needed with --log.")
          Optional<String> format,
      @Option(
              names = "--log",
              paramLabel = "FILE",
              description = "A feed's own log, measured beside the simulated one.")
          Optional<Path> log,
      @Option(
              names = "--seeds",
              description = "Runs of each variant. Default: ${DEFAULT-VALUE}",
              defaultValue = "3")
          int seeds,
      @Option(
              names = "--pages",
              description =
                  "Pages of the simulated log, and pages that an agent learns from. Default:"
                      + " ${DEFAULT-VALUE}",
              defaultValue = "20000")
          int pages,
      @Option(
              names = "--sessions",
              description = "Sessions that the reward is measured on. Default: ${DEFAULT-VALUE}",
              defaultValue = "6000")
          int sessions,
      @Mixin Effort effort)
      throws IOException {
    Optional<StateAblation.Log> own = own(format, log);
    StateAblation.Settings settings =
        new StateAblation.Settings(seeds, pages, sessions, effort.users);
    Terminal terminal = new Terminal(System.out);
    try (Interruption interruption = new Interruption()) {
      BooleanSupplier more = timeLeft(terminal, effort.minutes, interruption);
      String tables = new StateAblation(settings, terminal::say).run(own, effort.directory, more);
      terminal.print(tables);
      terminal.say("raw numbers and chart are in %s", effort.directory);
    }
    return 0;
  }

  /** The agent: its parts, and the library's agents beside it. */
  @Command(
      name = "agents",
      mixinStandardHelpOptions = true,
      description = {
        "Compares advantage DDPG with plain DDPG, separate state networks, pre-training, linear heads, no",
        "penalties, several seeds, and DQN, PPO and A2C of the library, in the simulated feed without a server.",
        "Prints tables in Markdown; writes them, the raw numbers and learning curves to the directory."
      })
  Integer agents(
      @Option(
              names = "--seeds",
              description = "Runs of each contestant. Default: ${DEFAULT-VALUE}",
              defaultValue = "5")
          int seeds,
      @Option(
              names = "--pages",
              description =
                  "Pages of the feed that each learns from, the baseline's share included. Default:"
                      + " ${DEFAULT-VALUE}",
              defaultValue = "16000")
          int pages,
      @Option(
              names = "--every",
              description = "Pages between two points of a curve. Default: ${DEFAULT-VALUE}",
              defaultValue = "4000")
          int every,
      @Option(
              names = "--sessions",
              description = "Sessions that gains are measured on. Default: ${DEFAULT-VALUE}",
              defaultValue = "1000")
          int sessions,
      @Option(
              names = "--only",
              split = ";",
              paramLabel = "NAME",
              description =
                  "Contestants whose name contains one of these, such as 'linear;pre-trained'."
                      + " Default: all")
          List<String> only,
      @Mixin Effort effort)
      throws IOException {
    AgentAblation.Settings settings =
        new AgentAblation.Settings(
            seeds, pages, every, sessions, effort.users, only == null ? List.of() : only);
    Terminal terminal = new Terminal(System.out);
    try (Interruption interruption = new Interruption()) {
      BooleanSupplier more = timeLeft(terminal, effort.minutes, interruption);
      terminal.print(new AgentAblation(settings, terminal::say).run(effort.directory, more));
      terminal.say("raw numbers and curves are in %s", effort.directory);
    }
    return 0;
  }

  private static BooleanSupplier timeLeft(
      Terminal terminal, double minutes, Interruption interruption) {
    Duration length = Duration.ofMillis(Math.round(minutes * 60_000));
    return () -> terminal.sinceStart().compareTo(length) < 0 && !interruption.await(Duration.ZERO);
  }

  private Optional<StateAblation.Log> own(Optional<String> format, Optional<Path> log) {
    if (format.isPresent() != log.isPresent()) {
      throw wrong("--log and --format go together");
    }
    if (log.isEmpty()) {
      return Optional.empty();
    }
    if (!Files.isReadable(log.get())) {
      throw wrong("--log: there is no readable file " + log.get());
    }
    LogFormat known =
        LogFormat.all().stream()
            .filter(candidate -> candidate.name().equals(format.orElseThrow()))
            .findFirst()
            .orElseThrow(
                () ->
                    wrong(
                        "--format must be one of "
                            + LogFormat.all().stream().map(LogFormat::name).toList()
                            + ", was '"
                            + format.orElseThrow()
                            + "'"));
    return Optional.of(new StateAblation.Log(known, log.get()));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
