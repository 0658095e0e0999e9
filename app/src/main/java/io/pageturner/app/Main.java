package io.pageturner.app;

import io.pageturner.app.cli.AblateCommand;
import io.pageturner.app.cli.BalanceCommand;
import io.pageturner.app.cli.BenchCommand;
import io.pageturner.app.cli.BrokerCommand;
import io.pageturner.app.cli.ChaosCommand;
import io.pageturner.app.cli.ConfigCommand;
import io.pageturner.app.cli.DeadLetterCommand;
import io.pageturner.app.cli.DemoCommand;
import io.pageturner.app.cli.EvaluateCommand;
import io.pageturner.app.cli.ItemsCommand;
import io.pageturner.app.cli.KeysCommand;
import io.pageturner.app.cli.ModelsCommand;
import io.pageturner.app.cli.RebuildCommand;
import io.pageturner.app.cli.ReplayCommand;
import io.pageturner.app.cli.RescoreCommand;
import io.pageturner.app.cli.ServeCommand;
import io.pageturner.app.cli.SimulateCommand;
import io.pageturner.app.config.ConfigFaults;
import io.pageturner.features.FeatureConfigException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "pageturner",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Learns online how to rank each page of a feed from what people do next.",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      ReplayCommand.class,
      ConfigCommand.class,
      ModelsCommand.class,
      KeysCommand.class,
      ItemsCommand.class,
      AblateCommand.class,
      EvaluateCommand.class,
      RebuildCommand.class,
      RescoreCommand.class,
      BalanceCommand.class,
      DeadLetterCommand.class,
      SimulateCommand.class,
      BenchCommand.class,
      BrokerCommand.class,
      ChaosCommand.class,
    },
    footer = {
      "",
      "Every setting with its default: app/src/main/resources/reference.conf",
      "Exit codes: 0 done, 1 it failed, 2 the command line or the configuration is wrong."
    })
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  /** What descriptions are broken at. */
  private static final int HELP_WIDTH = 100;

  private Main() {}

  /** Exits explicitly: libraries leave threads behind that would keep the process alive. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new Main())
        .setUsageHelpWidth(HELP_WIDTH)
        .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command))
        .execute(args);
  }

  /** What the user did wrong is told in words; a stack trace is for faults of ours. */
  private static int explain(Exception failure, CommandLine command) throws Exception {
    if (failure instanceof ConfigFaults || failure instanceof FeatureConfigException) {
      command.getErr().println(failure.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    if (failure instanceof IOException || failure instanceof IllegalStateException) {
      command.getErr().println("pageturner: " + failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (failure instanceof IllegalArgumentException) {
      LOG.debug("a setting was refused", failure);
      command.getErr().println("pageturner: a setting is wrong: " + failure.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    throw failure;
  }

  /** Tells the version that the jar was built as. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"pageturner " + CodeVersion.get()};
    }
  }
}
