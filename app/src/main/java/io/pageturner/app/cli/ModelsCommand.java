package io.pageturner.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code pageturner models}: the model versions of a running server. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = {
      "Lists a running server's model versions, tells what the live one has learned, promotes one,",
      "rolls back, or holds the live one.",
      "Where the server asks for keys, yours comes from the environment variable",
      "PAGETURNER_API_KEY and needs the scope admin."
    })
public final class ModelsCommand implements Callable<Integer> {
  @Mixin private RunningServer server;

  @Option(
      names = "--rankers",
      description = "The click and order ranking models instead of the policies.",
      scope = ScopeType.INHERIT)
  private boolean rankers;

  @Option(
      names = "--agent",
      paramLabel = "NAME",
      description = "Another agent than the main one, by its bucket's name.",
      scope = ScopeType.INHERIT)
  private Optional<String> agent = Optional.empty();

  /** Lists the versions. */
  @Override
  public Integer call() throws IOException {
    print(server.get(path()));
    return 0;
  }

  /** Tells what the version that serves does. */
  @Command(
      name = "learned",
      mixinStandardHelpOptions = true,
      description = {
        "Tells what the version that serves has learned: how much it weighs each objective, in all",
        "and by the levels of each feature, on the newest states of all users. The share is how much",
        "of the spread goes with a feature alone; features go together, so shares overlap."
      })
  Integer learned() throws IOException {
    JsonNode learned = server.get(path() + "/learned");
    System.out.printf(
        "version %s, on the newest %,d states%n",
        learned.path("version").asText("none"), learned.path("states").longValue());
    for (JsonNode factor : learned.path("factors")) {
      System.out.printf(
          "%n%s × %.2f on average, %.2f to %.2f for eight in ten, at a bound for %.0f %%%n",
          factor.path("objective").asText(),
          factor.path("mean").doubleValue(),
          factor.path("low").doubleValue(),
          factor.path("high").doubleValue(),
          100 * factor.path("atBounds").doubleValue());
      factor.path("features").forEach(ModelsCommand::printFeature);
    }
    return 0;
  }

  private static void printFeature(JsonNode feature) {
    StringBuilder levels = new StringBuilder();
    for (JsonNode level : feature.path("levels")) {
      levels.append(
          String.format(
              "  %s ×%.2f (%d)",
              level.path("level").asText(),
              level.path("mean").doubleValue(),
              level.path("states").longValue()));
    }
    System.out.printf(
        "  %-24s %3.0f %%%s%n",
        feature.path("feature").asText(), 100 * feature.path("share").doubleValue(), levels);
  }

  /** Makes a version live. */
  @Command(
      name = "promote",
      mixinStandardHelpOptions = true,
      description = "Makes a version live and lets newer ones go live again.")
  Integer promote(
      @Parameters(paramLabel = "VERSION") long version,
      @Option(names = "--why", defaultValue = "asked for on the command line") String why)
      throws IOException {
    print(change(version, "promote", why));
    return 0;
  }

  /** Takes the live version back. */
  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = {
        "Takes the live version back: the one before it is live again, or your own ranking when",
        "there is none, and newer ones wait until somebody promotes one."
      })
  Integer rollback(
      @Option(names = "--why", defaultValue = "asked for on the command line") String why)
      throws IOException {
    JsonNode models = server.get(path());
    if (!models.path("live").isNumber()) {
      throw new IOException("no version is live at " + server.address());
    }
    print(change(models.path("live").longValue(), "rollback", why));
    return 0;
  }

  /** Holds the live version. */
  @Command(
      name = "pin",
      mixinStandardHelpOptions = true,
      description = "Holds the live version: newer ones wait until somebody promotes one.")
  Integer pin(@Option(names = "--why", defaultValue = "asked for on the command line") String why)
      throws IOException {
    print(post("/pin", why));
    return 0;
  }

  /** Lets newer versions go live again. */
  @Command(
      name = "unpin",
      mixinStandardHelpOptions = true,
      description = "Lets newer versions go live again.")
  Integer unpin(@Option(names = "--why", defaultValue = "asked for on the command line") String why)
      throws IOException {
    print(post("/unpin", why));
    return 0;
  }

  private String path() {
    return rankers ? "/v1/rankers" : agent.map(name -> "/v1/agents/" + name).orElse("/v1/models");
  }

  private JsonNode change(long version, String change, String why) throws IOException {
    return post("/" + version + "/" + change, why);
  }

  private JsonNode post(String change, String why) throws IOException {
    return server.post(path() + change, Map.of("who", System.getProperty("user.name"), "why", why));
  }

  private static void print(JsonNode models) {
    System.out.printf(
        "live: %s%s%n",
        models.path("live").asText("none"),
        models.path("pinned").asBoolean() ? " (pinned: newer versions wait for a promotion)" : "");
    if (models.path("canary").isNumber()) {
      System.out.printf("on trial: %s%n", models.path("canary").asText());
    }
    for (JsonNode version : models.path("versions")) {
      System.out.printf(
          "%6d  %-12s since %s%n",
          version.path("version").longValue(),
          version.path("status").asText(),
          version.path("since").asText());
    }
  }
}
