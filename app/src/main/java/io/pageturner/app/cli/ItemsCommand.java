package io.pageturner.app.cli;

import io.pageturner.app.DataDirectory;
import io.pageturner.app.ItemTraining;
import io.pageturner.app.LoggedSessions;
import io.pageturner.app.OpenStore;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.ItemId;
import io.pageturner.features.DidYouMean;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.store.EmbeddingSet;
import io.pageturner.store.EmbeddingSets;
import io.pageturner.store.KeyValueStore;
import io.pageturner.store.Neighbours;
import io.pageturner.store.Neighbours.Neighbour;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pageturner items}: the item embeddings of a data directory. */
@Command(
    name = "items",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the versions of the item embeddings, finds items that are alike, trains them anew",
      "from the event log, writes and reads them as JSON lines."
    })
public final class ItemsCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;

  @Mixin private DataSettings data;

  /** Lists the versions. */
  @Override
  public Integer call() throws IOException {
    try (KeyValueStore store = OpenStore.readable(settings())) {
      EmbeddingSets sets = new EmbeddingSets(store);
      EmbeddingSet current = current(sets);
      for (EmbeddingSet set : sets.all()) {
        System.out.printf(
            "%s  %,d items of dimension %d, made %s%s%n",
            set.version(),
            set.items(),
            set.dimension(),
            set.createdAt(),
            set.version().equals(current.version()) ? "  (current)" : "");
      }
    }
    return 0;
  }

  /** Prints an item's nearest neighbours. */
  @Command(
      name = "similar",
      mixinStandardHelpOptions = true,
      description = "Prints the items nearest to one by cosine, with how often sessions name them.")
  Integer similar(
      @Parameters(paramLabel = "ID", description = "The item.") String id,
      @Option(
              names = "--count",
              paramLabel = "N",
              description = "How many. Default: ${DEFAULT-VALUE}",
              defaultValue = "10")
          int count)
      throws IOException {
    if (count < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be 1 or more, was " + count);
    }
    try (KeyValueStore store = OpenStore.readable(settings())) {
      EmbeddingSets sets = new EmbeddingSets(store);
      EmbeddingSet set = current(sets);
      ItemId item = item(id);
      float[] vector = sets.vectors(set, List.of(item), PATIENCE).get(item);
      if (vector == null) {
        throw unknown(id, sets, set);
      }
      print(System.out, item, set, Neighbours.of(sets, set, item, vector, count));
    }
    return 0;
  }

  private static void print(
      PrintStream out, ItemId item, EmbeddingSet set, List<Neighbour> neighbours) {
    out.printf("nearest to %s of %,d items, version %s%n%n", item, set.items(), set.version());
    out.printf("similarity  frequency  item%n");
    for (Neighbour neighbour : neighbours) {
      String count = neighbour.count() == 0 ? "-" : "%,d".formatted(neighbour.count());
      out.printf("%10.3f  %9s  %s%n", neighbour.similarity(), count, neighbour.item());
    }
  }

  private IOException unknown(String id, EmbeddingSets sets, EmbeddingSet set) throws IOException {
    List<String> known = new ArrayList<>();
    sets.forEach(set, item -> known.add(item.item().value()));
    return new IOException(
        "item '%s' is not among the %,d items that have an embedding%s%n%s"
            .formatted(
                id,
                set.items(),
                DidYouMean.suggestion(id, known),
                "An item gets one when sessions act on it and './pageturner items train' was run"
                    + " after them."));
  }

  /** Trains a new version from the event log. */
  @Command(
      name = "train",
      mixinStandardHelpOptions = true,
      description = {
        "Trains a new version from all sessions of the event log, starting at the current one.",
        "The server must be stopped unless Kafka and Redis run elsewhere; its trainer takes the",
        "new version up at its next start, and serving with the first policy trained with it."
      })
  Integer train() throws IOException {
    Terminal terminal = new Terminal(System.out);
    PageturnerConfig settings = settings();
    FeatureConfig features = FeatureConfigParser.read(settings.features());
    try (KeyValueStore store = OpenStore.writable(settings)) {
      terminal.say("reading the event log ...");
      Optional<EmbeddingSet> set =
          new ItemTraining(
                  new EmbeddingSets(store), features, settings.trainer().seed(), terminal::say)
              .run(LoggedSessions.read(settings));
      set.ifPresent(made -> terminal.say("version %s is the current one", made.version()));
      return set.isPresent() ? 0 : 1;
    }
  }

  /** Writes the current version as JSON lines. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Writes the current version, one item a line: {item, count, vector}.")
  Integer export(@Parameters(paramLabel = "FILE", description = "The file to write.") Path file)
      throws IOException {
    try (KeyValueStore store = OpenStore.readable(settings())) {
      EmbeddingSets sets = new EmbeddingSets(store);
      EmbeddingSet set = current(sets);
      ItemLines.write(file, sets, set);
      System.out.printf("wrote %,d items of version %s to %s%n", set.items(), set.version(), file);
    }
    return 0;
  }

  /** Enters embeddings from JSON lines as the current version. */
  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Makes the vectors of a file the current version: those of an export, or a team's own,",
        "one item a line: {\"item\": \"i1\", \"vector\": [0.1, -0.2, ...], \"count\": 12}; count may be absent."
      })
  Integer importFrom(@Parameters(paramLabel = "FILE", description = "The file to read.") Path file)
      throws IOException {
    PageturnerConfig settings = settings();
    ItemLines.Items items = ItemLines.read(file);
    int expected = FeatureConfigParser.read(settings.features()).sequenceDimension();
    if (items.embeddings().dimension() != expected) {
      throw new IOException(
          "the vectors of %s have %d numbers, sequence.dimension of %s is %d"
              .formatted(file, items.embeddings().dimension(), settings.features(), expected));
    }
    try (KeyValueStore store = OpenStore.writable(settings)) {
      EmbeddingSet set =
          new EmbeddingSets(store).publish(items.embeddings(), items.counts(), Instant.now());
      System.out.printf("version %s of %,d items is the current one%n", set.version(), set.items());
    }
    return 0;
  }

  private PageturnerConfig settings() throws IOException {
    PageturnerConfig settings = data.load(Map.of());
    Path root = new DataDirectory(settings.dataDirectory()).root();
    if (!Files.isDirectory(root)) {
      throw new IOException(
          "there is no data directory "
              + root
              + "; give --data-directory, or make one with './pageturner replay' or 'demo'");
    }
    return settings;
  }

  private static EmbeddingSet current(EmbeddingSets sets) throws IOException {
    return sets.current()
        .orElseThrow(
            () ->
                new IOException(
                    "there are no item embeddings in the "
                        + sets
                        + "; './pageturner items train' makes them from the event log,"
                        + " './pageturner replay' from a feed's own log"));
  }

  private ItemId item(String id) {
    try {
      return new ItemId(id);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "ID: " + e.getMessage(), e);
    }
  }
}
