package io.pageturner.app.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.features.Transform;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigProposalTest {
  /** Forty rows, two a page: what each column is, is known from how it is made. */
  private static final String SHOWN =
      IntStream.range(0, 40)
          .mapToObj(
              i ->
                  String.join(
                      ",",
                      "p" + i / 2,
                      List.of("Graz", "Linz", "Wien").get(i / 2 % 3),
                      i / 2 % 4 == 0 ? "" : Integer.toString(i / 2),
                      Double.toString(Math.exp(i / 4.0)),
                      "c" + i % 5,
                      "constant",
                      "a|b|" + i,
                      Integer.toString(i % 2)))
          .collect(
              Collectors.joining(
                  "\n", "page,city,filters,item price,category,site,list,clicked\n", "\n"));

  @TempDir private Path directory;

  @Test
  void aTablesColumnsBecomeFeaturesOfThePageOrItsCandidates() throws IOException {
    String yaml = propose(gzip("shown.csv.gz", SHOWN), Optional.of("page"));
    FeatureConfig config = FeatureConfigParser.parse("proposed", yaml);

    // Three cities seen often: 3 · 5/4 + 4 rows, an embedding of twice the fourth root.
    assertThat(config.page())
        .contains(
            new Feature.Id("city", Feature.Source.REQUEST, 7, 2, 1, false),
            new Feature.Dense(
                "filters", Feature.Source.REQUEST, Double.NaN, Transform.Plain.Z_SCORE));
    assertThat(config.candidate())
        .contains(
            new Feature.Dense(
                "item_price", Feature.Source.REQUEST, Double.NaN, Transform.Plain.LOG),
            new Feature.Id("category", Feature.Source.REQUEST, 10, 2, 1, false));
    assertThat(config.page()).extracting(Feature::name).doesNotContain("site", "list", "clicks");
    assertThat(yaml)
        .contains("25.0 % missing, 15 different, from 1 to 19")
        .contains("the column is 'item price'")
        .contains("# Left out: 'site': always 'constant'.")
        .contains("# Left out: 'list': holds lists.")
        .contains("# Left out: 'clicked': by its name it is known only after the page was ranked.");
  }

  @Test
  void requestsTellNumbersFromTextsThemselves() throws IOException {
    Path log =
        Files.writeString(
            directory.resolve("requests.jsonl"),
            """
            {"user":"u","context":{"zip":"1010","km":1.5},"candidates":[{"id":"a","features":{"price":3}}]}

            {"user":"u","context":{"zip":"1020","km":null},"candidates":[{"id":"b"},{"id":"c","features":{"price":4}}]}
            """);
    String yaml = propose(log, Optional.empty());
    FeatureConfig config = FeatureConfigParser.parse("proposed", yaml);
    assertThat(config.requested("zip")).get().isInstanceOf(Feature.Id.class);
    assertThat(config.requestedOfCandidate("price")).get().isInstanceOf(Feature.Dense.class);
    assertThat(yaml).contains("33.3 % missing, 2 different, from 3 to 4");
    assertThat(yaml).contains("# Left out: 'km': always '1.5'.");
  }

  @Test
  void whatIsNoLogIsToldWithItsLine() throws IOException {
    Path broken = Files.writeString(directory.resolve("x.jsonl"), "{\"context\":{}}\n{\"con\n");
    assertThatThrownBy(() -> propose(broken, Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("x.jsonl, line 2: not JSON");
    Path wrong = Files.writeString(directory.resolve("y.jsonl"), "{\"context\":{\"a\":[1]}}\n");
    assertThatThrownBy(() -> propose(wrong, Optional.empty()))
        .hasMessageContaining("line 1: context.a must be a number or a text, was [1]");
    Path empty = Files.writeString(directory.resolve("z.csv"), "");
    assertThatThrownBy(() -> propose(empty, Optional.empty()))
        .hasMessageContaining("is empty; its first line must name the columns");
    Path table = Files.writeString(directory.resolve("t.csv"), "pages,b\n1,2\n");
    assertThatThrownBy(() -> propose(table, Optional.of("page")))
        .hasMessageContaining("has no column 'page'")
        .hasMessageContaining("did you mean 'pages'?");
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void whateverTheTableTheProposalIsAcceptedByTheCheck(@ForAll Random random) throws IOException {
    List<String> names =
        List.of("", "a", "a", "Ünï", "dense", "1st", "x y", "hour", "{", "# c", "\"q\"\"q\"");
    List<String> values =
        List.of("", "0", "-1.5", "1e9", "1e99", "007", "NaN", "x", "'", "\"a\nb\"", "}", "é|ü");
    int columns = 1 + random.nextInt(6);
    String table =
        row(columns, names, random)
            + IntStream.range(0, 1 + random.nextInt(30))
                .mapToObj(i -> row(columns, values, random))
                .collect(Collectors.joining());
    Path log = Files.createTempFile("table", ".csv");
    Files.writeString(log, table);
    String yaml = ConfigProposal.of(log, Optional.empty(), Optional.empty());
    Files.delete(log);
    assertThat(FeatureConfigParser.parse(table, yaml).page()).isNotEmpty();
  }

  private static String row(int columns, List<String> values, Random random) {
    return IntStream.range(0, columns)
        .mapToObj(i -> values.get(random.nextInt(values.size())))
        .collect(Collectors.joining(",", "", "\n"));
  }

  private static String propose(Path log, Optional<String> page) throws IOException {
    return ConfigProposal.of(log, Optional.empty(), page);
  }

  private Path gzip(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      out.write(text);
    }
    return file;
  }
}
