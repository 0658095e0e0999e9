package io.pageturner.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pageturner.app.infer.ConfigProposal;
import io.pageturner.features.DidYouMean;
import io.pageturner.features.FeatureConfigParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pageturner config}: checks, proposes, takes up configurations. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Checks a feature configuration, or proposes one from a log (docs/features.md);",
      "lets a running server read its settings again (docs/agents/advantage-ddpg.md)."
    })
public final class ConfigCommand {
  @Spec private CommandSpec spec;

  /** Prints what a configuration resolves to. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Prints what a configuration resolves to, or every mistake in it.",
        "What it resolves to: the schema of page and candidates, the network that it generates and how",
        "many parameters that has. A mistake is told with line, value, rule and suggestion; exit code 2."
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

  /** Prints a configuration that suits a log. */
  @Command(
      name = "infer",
      mixinStandardHelpOptions = true,
      description = {
        "Proposes a configuration from a log.",
        "Prints commented YAML to start from, with types, cardinalities and missing shares of the log's",
        "columns. Redirect it into a file, read it, then run 'config check'."
      })
  int infer(
      @Option(
              names = "--log",
              required = true,
              paramLabel = "FILE",
              description = "CSV with a header, or JSON lines of rank requests; may end in .gz.")
          Path log,
      @Option(
              names = "--format",
              completionCandidates = Formats.class,
              description = {
                "One of: ${COMPLETION-CANDIDATES}.",
                "Default: requests for .json, .jsonl, .ndjson, else csv."
              })
          Optional<String> format,
      @Option(
              names = "--page",
              paramLabel = "COLUMN",
              description = {
                "Of a CSV with a row per shown item: the column that tells which rows are of one page.",
                "Columns that differ within a page are proposed for the candidates."
              })
          Optional<String> page)
      throws IOException {
    requireReadable("--log", log);
    if (format.isPresent() && !ConfigProposal.formats().contains(format.get())) {
      throw new ParameterException(
          spec.commandLine(),
          "--format must be one of "
              + ConfigProposal.formats()
              + ", was '"
              + format.get()
              + "'"
              + DidYouMean.suggestion(format.get(), ConfigProposal.formats()));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(ConfigProposal.of(log, format, page));
    out.flush();
    return 0;
  }

  /** Lets a running server take up new agents and shares. */
  @Command(
      name = "reload",
      mixinStandardHelpOptions = true,
      description = {
        "Lets a running server read its settings again.",
        "New agents join, and users are cut by buckets.shares, while it runs; agents that",
        "learn already go on as they were. Of anything else that has changed it says that",
        "it needs a restart, and takes up nothing. In a cluster: first the trainer, then",
        "each serving node. Where the server asks for keys, yours comes from the",
        "environment variable PAGETURNER_API_KEY and needs the scope admin."
      })
  int reload(@Mixin RunningServer server) throws IOException {
    JsonNode now = server.post("/v1/config/reload", Map.of());
    PrintWriter out = spec.commandLine().getOut();
    out.println("agents: " + listed(now.path("agents")));
    out.println(now.path("added").isEmpty() ? "none is new" : "new: " + listed(now.path("added")));
    List<String> shares = new ArrayList<>();
    now.path("shares")
        .properties()
        .forEach(share -> shares.add(share.getKey() + " " + share.getValue().asText()));
    out.println("shares: " + String.join(", ", shares));
    out.flush();
    return 0;
  }

  private static String listed(JsonNode names) {
    List<String> listed = new ArrayList<>();
    names.forEach(name -> listed.add(name.asText()));
    return String.join(", ", listed);
  }

  /** The names of all formats. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ConfigProposal.formats().iterator();
    }
  }

  private void requireReadable(String name, Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ParameterException(
          spec.commandLine(), name + ": there is no readable file " + file);
    }
  }
}
