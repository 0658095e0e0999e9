package io.pageturner.app.cli;

import io.pageturner.features.FeatureConfigParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pageturner config}: checks a feature configuration, or proposes one from a log. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Checks a feature configuration, or proposes one from a log (docs/features.md).",
    subcommands = {})
public final class ConfigCommand {
  @Spec private CommandSpec spec;

  /** Prints what a configuration resolves to. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Prints the schema that a feature configuration resolves to, the network that it generates",
        "and how many parameters that has; or every mistake with its line, and exits with 2."
      })
  int check(@Parameters(paramLabel = "FILE", description = "Features as YAML.") Path file)
      throws IOException {
    requireReadable("FILE", file);
    PrintWriter out = spec.commandLine().getOut();
    ConfigReport report = new ConfigReport(FeatureConfigParser.read(file));
    out.println(file + ": no faults");
    out.print(report);
    out.flush();
    return 0;
  }

  private void requireReadable(String name, Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ParameterException(
          spec.commandLine(), name + ": there is no readable file " + file);
    }
  }
}
