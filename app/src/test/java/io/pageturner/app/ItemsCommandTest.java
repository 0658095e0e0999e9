package io.pageturner.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.ItemId;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.store.EmbeddingSet;
import io.pageturner.store.EmbeddingSets;
import io.pageturner.store.HeapStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pageturner items} on a data directory. */
class ItemsCommandTest {
  private static final ItemId NORTH = new ItemId("north");
  private static final ItemId NORTH_EAST = new ItemId("north-east");
  private static final ItemId SOUTH = new ItemId("south");

  @TempDir private Path directory;
  private final PrintStream outBefore = System.out;
  private final PrintStream errBefore = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(outBefore);
    System.setErr(errBefore);
  }

  @Test
  void neighboursComeNearestFirstWithCosineAndFrequency() throws IOException {
    publish();
    assertThat(items("similar", "north")).isZero();
    // Cosines by hand: (0,2)·(1,1)/(2·√2) = 0.707, (0,2)·(0.1,−3)/(2·√9.01) ≈ −0.999.
    assertThat(said())
        .containsSubsequence("similarity", "0.707", "1,200", "north-east", "-0.999", "south");
    assertThat(said().lines().filter(line -> line.endsWith("south")).findFirst().orElseThrow())
        .as("a frequency that is not known")
        .contains(" - ");
  }

  @Test
  void countBoundsTheNeighbours() throws IOException {
    publish();
    assertThat(items("similar", "north", "--count", "1")).isZero();
    assertThat(said()).contains("north-east").doesNotContain("south");
    assertThat(items("similar", "north", "--count", "0")).isEqualTo(2);
    assertThat(wrong()).contains("--count must be 1 or more, was 0");
  }

  @Test
  void anUnknownItemIsToldWithTheNearestName() throws IOException {
    publish();
    assertThat(items("similar", "nroth")).isEqualTo(1);
    assertThat(wrong())
        .contains("item 'nroth' is not among the 3 items that have an embedding")
        .contains("did you mean 'north'?")
        .contains("items train");
  }

  @Test
  void whatIsMissingIsNamedWithWhatMakesIt() {
    assertThat(items("similar", "north")).isEqualTo(1);
    assertThat(wrong())
        .contains("there are no item embeddings in the heap store " + directory)
        .contains("./pageturner items train");
    assertThat(Main.run("items", "--data-directory", directory.resolve("nowhere").toString()))
        .isEqualTo(1);
    assertThat(wrong()).contains("there is no data directory").contains("nowhere");
  }

  @Test
  void anExportThatIsImportedIsTheSameVersion() throws IOException {
    EmbeddingSet set = publish();
    Files.writeString(
        directory.resolve("features.yaml"), "version: 1\nsequence: {length: 8, dimension: 2}\n");
    Path file = directory.resolve("items.jsonl");
    assertThat(items("export", file.toString())).isZero();
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{\"item\":\"north\",\"count\":3,\"vector\":[0.0,2.0]}",
            "{\"item\":\"north-east\",\"count\":1200,\"vector\":[1.0,1.0]}",
            "{\"item\":\"south\",\"count\":0,\"vector\":[0.1,-3.0]}");
    Files.delete(directory.resolve("store/sets.space"));
    Files.delete(directory.resolve("store/items-" + set.version() + ".space"));
    assertThat(items("import", file.toString())).as(wrong()).isZero();
    assertThat(items()).isZero();
    assertThat(said()).contains(set.version() + "  3 items of dimension 2").contains("(current)");
  }

  @Test
  void aLineThatIsWrongIsToldWithItsNumber() throws IOException {
    Files.writeString(
        directory.resolve("features.yaml"), "version: 1\nsequence: {length: 8, dimension: 2}\n");
    String good = "{\"item\": \"a\", \"vector\": [1, 2]}\n";
    requireRefused(good + "{\"item\": \"b\", \"vector\": [1]}", ":2: vector has 1 numbers");
    requireRefused(good + good, ":2: item a stands in an earlier line too");
    requireRefused("{\"vector\": [1]}", ":1: item must be a text");
    requireRefused("{\"item\": \"a\", \"vector\": [1, \"x\"]}", ":1: vector must hold finite");
    requireRefused("{\"item\": \"a\", \"count\": -1, \"vector\": [1, 2]}", ":1: count must be");
    requireRefused(good + "nonsense", ":2: ");
    requireRefused("", "holds no item");
    requireRefused("{\"item\": \"a\", \"vector\": [1, 2, 3]}", "have 3 numbers");
  }

  private void requireRefused(String lines, String why) throws IOException {
    Path file = Files.writeString(directory.resolve("wrong.jsonl"), lines);
    assertThat(items("import", file.toString())).isEqualTo(1);
    assertThat(wrong()).contains(why);
    err.reset();
  }

  private EmbeddingSet publish() throws IOException {
    try (HeapStore store = HeapStore.open(directory.resolve("store"))) {
      ItemEmbeddings embeddings =
          ItemEmbeddings.of(
              2,
              Map.of(
                  NORTH, new float[] {0, 2},
                  NORTH_EAST, new float[] {1, 1},
                  SOUTH, new float[] {0.1f, -3}));
      return new EmbeddingSets(store)
          .publish(embeddings, Map.of(NORTH, 3, NORTH_EAST, 1_200), Instant.now());
    }
  }

  private int items(String... arguments) {
    List<String> all = new ArrayList<>(List.of("items"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data-directory", directory.toString()));
    return Main.run(all.toArray(String[]::new));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String wrong() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
