package io.pageturner.app.cli;

import io.pageturner.serving.http.ApiKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pageturner keys}: keys of the HTTP API. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Makes keys of the HTTP API; docs/serving.md tells how they are used.")
public final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "keys needs a subcommand: new");
  }

  /** Makes a key. */
  @Command(
      name = "new",
      mixinStandardHelpOptions = true,
      description = {
        "Prints a new key, which is shown this once, and the line for the file that http.keys-file",
        "names. The line holds only the key's hash."
      })
  int make(
      @Parameters(paramLabel = "NAME", description = "Whose it is; told in logs and history.")
          String name,
      @Option(
              names = "--scopes",
              defaultValue = "rank,events",
              description = "Any of rank,events,admin. Default: ${DEFAULT-VALUE}")
          String scopes,
      @Option(
              names = "--rate",
              defaultValue = "1000",
              description = "Calls a second that it is good for. Default: ${DEFAULT-VALUE}")
          int rate) {
    ApiKeys.Made made;
    try {
      made = ApiKeys.make(name, scopes, rate);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    System.out.println("key:  " + made.key());
    System.out.println("line: " + made.line());
    return 0;
  }
}
