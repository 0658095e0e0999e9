package io.pageturner.app.cli;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a command that loads a serving node of its own with pages. */
final class NodeOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--candidates",
      description = "Of each page. Default: ${DEFAULT-VALUE}",
      defaultValue = "100")
  private int candidates;

  @Option(
      names = "--data-directory",
      paramLabel = "DIR",
      description = "Made anew. Default: ${DEFAULT-VALUE}",
      defaultValue = "pageturner-bench")
  private Path directory;

  int candidates() {
    if (candidates < 1) {
      throw new ParameterException(spec.commandLine(), "--candidates must be 1 or more");
    }
    return candidates;
  }

  Path directory() {
    return directory;
  }
}
