package io.pageturner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users see when they mistype: words that help, an exit code, no stack trace. */
class MainTest {
  @TempDir private Path directory;

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(before);
  }

  @Test
  void aMisspeltSettingFailsTheStartWithASuggestion() throws IOException {
    Path config = Files.writeString(directory.resolve("c.conf"), "pageturner.htp.port = 1");
    assertThat(Main.run("serve", "--config", config.toString())).isEqualTo(2);
    assertThat(said()).contains("pageturner.htp is not a setting; did you mean 'http'?");
  }

  @Test
  void aWrongFeatureFileIsToldWithItsLine() throws IOException {
    Files.writeString(directory.resolve("features.yaml"), "page:\n  - {name: a, kind: dens}\n");
    assertThat(Main.run("serve", "--data-directory", directory.toString(), "--port", "0"))
        .isEqualTo(2);
    assertThat(said()).contains("line 2: kind must be one of", "did you mean 'dense'?");
  }

  @Test
  void aMissingFeatureFileIsNamed() {
    assertThat(Main.run("serve", "--data-directory", directory.toString(), "--port", "0"))
        .isEqualTo(1);
    assertThat(said()).contains("features.yaml").doesNotContain("\tat ");
  }

  @Test
  void anUnknownFormatIsToldWithThoseThereAre() {
    assertThat(Main.run("replay", "--format", "tsv", "--log", "x")).isEqualTo(2);
    assertThat(said()).contains("--format must be one of [hotel-search], was 'tsv'");
  }

  @Test
  void anAblationOfALogNeedsItsFormat() {
    assertThat(Main.run("ablate", "state", "--log", "x")).isEqualTo(2);
    assertThat(said()).contains("--log and --format go together");
    assertThat(Main.run("ablate", "state", "--log", "x", "--format", "hotel-search")).isEqualTo(2);
    assertThat(said()).contains("there is no readable file x");
    assertThat(Main.run("ablate")).isEqualTo(2);
    assertThat(said()).contains("which part? There are: agents, state");
  }

  @Test
  void aDirectoryThatNobodyHereMadeIsNotDeleted() throws IOException {
    Path precious = Files.writeString(directory.resolve("thesis.txt"), "years");
    assertThat(Main.run("demo", "--data-directory", directory.toString())).isEqualTo(1);
    assertThat(said()).contains("holds data that this command did not make");
    assertThat(precious).exists();
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
