package io.pageturner.app.cli;

import io.pageturner.app.replay.LogFormat;
import io.pageturner.app.replay.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pageturner replay}: a feed's own log through the same pipeline, up to a first model. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Puts a feed's own log through event log, joiner, collector and training: prints a balance of",
      "every record, trains ranking models and item embeddings, pre-trains the state network and V,",
      "publishes the first model versions and asks them for a page over HTTP."
    })
public final class ReplayCommand implements Callable<Integer> {
  @Spec private picocli.CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--format",
      required = true,
      completionCandidates = Formats.class,
      description = "Format of the log: ${COMPLETION-CANDIDATES}")
  private String format = "";

  @Option(names = "--log", required = true, paramLabel = "FILE", description = "The log.")
  private Path log = Path.of("");

  @Option(
      names = "--data-directory",
      paramLabel = "DIR",
      description = "Made anew by each run. Default: ${DEFAULT-VALUE}",
      defaultValue = "pageturner-data/replay")
  private Path dataDirectory;

  @Option(
      names = "--port",
      description = "HTTP port; 0 takes a free one. Default: ${DEFAULT-VALUE}",
      defaultValue = "8080")
  private int port;

  @Option(names = "--serve", description = "Goes on serving until it is stopped.")
  private boolean serve;

  /** The names of all formats. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return LogFormat.all().stream().map(LogFormat::name).iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    LogFormat known =
        LogFormat.all().stream()
            .filter(candidate -> candidate.name().equals(format))
            .findFirst()
            .orElseThrow(
                () -> wrong("--format must be one of " + names() + ", was '" + format + "'"));
    if (!Files.isReadable(log)) {
      throw wrong("--log: there is no readable file " + log);
    }
    Terminal terminal = new Terminal(System.out);
    try (Interruption interruption = new Interruption()) {
      boolean holds =
          new Replay(known, log, dataDirectory, port, terminal)
              .run(
                  () -> {
                    if (serve) {
                      terminal.say("serving; Ctrl-C stops it");
                      interruption.await(Interruption.FOREVER);
                    }
                  });
      terminal.say("'./pageturner serve --data-directory %s' continues", dataDirectory);
      return holds ? 0 : 1;
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static List<String> names() {
    return LogFormat.all().stream().map(LogFormat::name).toList();
  }
}
