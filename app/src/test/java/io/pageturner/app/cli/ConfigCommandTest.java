package io.pageturner.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.features.FeatureConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {
  @TempDir private Path directory;

  private final StringWriter said = new StringWriter();
  private Exception failure;

  @Test
  void checkPrintsSchemaNetworkAndParameters() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("features.yaml"),
            """
            sequence: {length: 4, dimension: 3}
            page:
              - {name: price, kind: dense, transform: log, missing: 2}
              - {name: city, kind: id, rows: 10, dimension: 2}
            candidate:
              - {name: stars, kind: dense, transform: bucket, bounds: [3, 4]}
            crosses:
              - {of: [city, stars], rows: 20}
            network: {widths: [1, 2], filters: 5, state: 6, hidden: 7}
            """);
    assertThat(run("check", file.toString())).isZero();
    assertThat(said.toString())
        .contains("features.yaml: no faults")
        .containsPattern("price +request, number +log, z-score +2.0 +number")
        .containsPattern("city +request, text +id seen 1 time +row 0 +embedding 10 × 2")
        .containsPattern("stars +request, number +bucket \\[3.0, 4.0\\] +row 0 +embedding 4 × 4")
        .contains("city_x_stars: 40 combinations in 20 rows")
        .contains("items [4, 3] → convolutions of widths [1, 2], 5 filters → 10")
        .contains("+ 1 numbers + 2 of 1 embeddings = 13 → ReLU 6 (the state)")
        // (1·3·5 + 5) + (2·3·5 + 5) + 10·2 + (13·6 + 6); V 6·7 + 7 + 7 + 1; A 6·7 + 7 + 7·3 + 3.
        .containsPattern("state network +159")
        .containsPattern("V +57")
        .containsPattern("A +73")
        .containsPattern("actor +57");
  }

  @Test
  void everyMistakeIsToldInOneGo() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("features.yaml"),
            """
            page:
              - {name: price, kind: dense, transform: lug}
              - {name: age, kind: dense, bounds: [1, 2]}
              - {name: far, kind: dense, transform: clip, bounds: [5, 1]}
              - {name: near, kind: dense, transform: bucket}
            """);
    run("check", file.toString());
    assertThat(failure).isInstanceOf(FeatureConfigException.class);
    assertThat(failure.getMessage().lines().skip(1).map(String::strip))
        .containsExactly(
            "line 2: page feature.transform must be one of [z-score, log, bucket, clip, none], was"
                + " 'lug'; did you mean 'log'?",
            "line 3: bounds go with transform: bucket or clip, not with 'z-score'",
            "line 4: page feature.bounds must be a list of ascending finite numbers, was [5.0, 1.0]",
            "line 5: transform: bucket needs 'bounds'");
  }

  @Test
  void whatInferPrintsCheckAccepts() throws IOException {
    Path log = Files.writeString(directory.resolve("log.csv"), "city,km\nGraz,1\nWien,2.5\n");
    assertThat(run("infer", "--log", log.toString())).isZero();
    Path file = Files.writeString(directory.resolve("features.yaml"), said.toString());
    said.getBuffer().setLength(0);
    assertThat(run("check", file.toString())).isZero();
    assertThat(said.toString()).contains("no faults").containsPattern("km +request, number");
  }

  @Test
  void aWrongArgumentIsToldWithWhatIsRight() throws IOException {
    assertThat(run("check", "no-such-file.yaml")).isEqualTo(2);
    assertThat(said.toString()).contains("FILE: there is no readable file no-such-file.yaml");
    Path log = Files.writeString(directory.resolve("log.csv"), "a\n1\n");
    assertThat(run("infer", "--log", log.toString(), "--format", "cvs")).isEqualTo(2);
    assertThat(said.toString())
        .contains("--format must be one of [csv, requests, hotel-search], was 'cvs'")
        .contains("did you mean 'csv'?");
  }

  private int run(String... arguments) {
    PrintWriter out = new PrintWriter(said, true);
    return new CommandLine(new ConfigCommand())
        .setOut(out)
        .setErr(out)
        .setExecutionExceptionHandler(
            (exception, command, parsed) -> {
              failure = exception;
              return 1;
            })
        .execute(arguments);
  }
}
