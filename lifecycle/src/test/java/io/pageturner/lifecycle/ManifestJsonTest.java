package io.pageturner.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestJsonTest {
  private static final Manifest MANIFEST =
      new Manifest(
          "policy",
          new ModelVersion(4),
          Candidates.lineage(Map.of("lossV", 0.25, "lossA", Double.NaN, "max", Double.MAX_VALUE)),
          new TreeMap<>(Map.of("saved_model.pb", "ab12")));

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.write(directory.resolve("manifest.json"), ManifestJson.write(MANIFEST));
  }

  @Test
  void aManifestIsReadAsItWasWritten() throws IOException {
    assertThat(ManifestJson.read(file)).isEqualTo(MANIFEST);
  }

  @Test
  void fieldsOfNewerCodeAreTolerated() throws IOException {
    replace("\"name\"", "\"fromTheFuture\" : [ 1 ], \"name\"");
    assertThat(ManifestJson.read(file)).isEqualTo(MANIFEST);
  }

  @Test
  void anUnknownFormatIsRefused() throws IOException {
    replace("\"format\" : 1", "\"format\" : 2");
    assertThatThrownBy(() -> ManifestJson.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format 2 is not known, this code reads 1");
  }

  @Test
  void aMissingOrWrongFieldIsNamed() throws IOException {
    replace("\"seed\" : 42", "\"seed\" : \"many\"");
    assertThatThrownBy(() -> ManifestJson.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("seed must be a whole number, was \"many\"");
    write();
    replace("\"codeVersion\"", "\"codeVersions\"");
    assertThatThrownBy(() -> ManifestJson.read(file))
        .hasMessageContaining("codeVersion must be a text, was missing");
  }

  @Test
  void timesOutOfOrderAreRefused() throws IOException {
    replace("\"dataTo\" : \"2026", "\"dataTo\" : \"2025");
    assertThatThrownBy(() -> ManifestJson.read(file)).hasMessageContaining("must not be before");
  }

  private void replace(String from, String to) throws IOException {
    String json = Files.readString(file);
    assertThat(json).contains(from);
    Files.writeString(file, json.replace(from, to));
  }
}
