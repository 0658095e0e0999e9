package io.pageturner.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The manifest as JSON; unknown fields are tolerated, so that older code reads newer bundles. */
final class ManifestJson {
  private static final int FORMAT = 1;

  private ManifestJson() {}

  static byte[] write(Manifest manifest) throws IOException {
    ObjectNode root = Json.object();
    root.put("format", FORMAT);
    root.put("name", manifest.name());
    root.put("version", manifest.version().number());
    writeLineage(root.putObject("lineage"), manifest.lineage());
    manifest.sha256().forEach(root.putObject("sha256")::put);
    return Json.pretty(root);
  }

  /**
   * Reads a bundle's manifest.
   *
   * @throws IOException that names the file and what is wrong with it
   */
  static Manifest read(Path file) throws IOException {
    JsonNode root = Json.parse(Files.readAllBytes(file), file.toString());
    try {
      if (Json.number(root, "format") != FORMAT) {
        throw new IllegalArgumentException(
            "format " + root.get("format") + " is not known, this code reads " + FORMAT);
      }
      return new Manifest(
          Json.text(root, "name"),
          new ModelVersion(Json.number(root, "version")),
          readLineage(Json.child(root, "lineage")),
          Json.strings(Json.child(root, "sha256")));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not a manifest: " + e.getMessage(), e);
    }
  }

  private static void writeLineage(ObjectNode node, Lineage lineage) {
    node.put("createdAt", lineage.createdAt().toString());
    node.put("codeVersion", lineage.codeVersion());
    lineage.parent().ifPresent(parent -> node.put("parent", parent.number()));
    node.put("dataFrom", lineage.dataFrom().toString());
    node.put("dataTo", lineage.dataTo().toString());
    node.put("transitions", lineage.transitions());
    node.put("seed", lineage.seed());
    node.put("featureConfigHash", lineage.featureConfigHash());
    node.put("embeddings", lineage.embeddings());
    Json.putDoubles(node.putObject("metrics"), lineage.metrics());
  }

  private static Lineage readLineage(JsonNode node) {
    return new Lineage(
        Json.instant(node, "createdAt"),
        Json.text(node, "codeVersion"),
        node.hasNonNull("parent")
            ? Optional.of(new ModelVersion(Json.number(node, "parent")))
            : Optional.empty(),
        Json.instant(node, "dataFrom"),
        Json.instant(node, "dataTo"),
        Json.number(node, "transitions"),
        Json.number(node, "seed"),
        Json.text(node, "featureConfigHash"),
        Json.text(node, "embeddings"),
        Json.doubles(Json.child(node, "metrics")));
  }
}
