package io.pageturner.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pageturner bench}: measurements that a user can repeat. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures; each subcommand prints a table in Markdown.",
    subcommands = {
      BenchAgentsCommand.class,
      BenchEncodeCommand.class,
      BenchEnduranceCommand.class,
      BenchIdsCommand.class,
      BenchPipelineCommand.class,
      BenchReplayCommand.class,
      BenchTrainingCommand.class,
      BenchServingCommand.class,
      BenchStoreCommand.class,
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "bench needs a subcommand");
  }
}
