package io.pageturner.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The controller's state, and the entries of its history, as JSON. */
final class ControllerJson {
  private ControllerJson() {}

  static byte[] write(ControllerState state) throws IOException {
    ObjectNode root = Json.object();
    root.put("sequence", state.sequence());
    root.put("pinned", state.pinned());
    ArrayNode order = root.putArray("liveOrder");
    state.liveOrder().forEach(version -> order.add(version.number()));
    state.canary().ifPresent(canary -> root.put("canary", canary.number()));
    ArrayNode versions = root.putArray("versions");
    for (VersionState version : state.versions().values()) {
      versions
          .addObject()
          .put("version", version.version().number())
          .put("status", lowerCase(version.status()))
          .put("since", version.since().toString())
          .put("why", version.why());
    }
    return Json.pretty(root);
  }

  /**
   * Parses a state.
   *
   * @throws IOException that says what is wrong with it
   */
  static ControllerState readState(byte[] bytes, String source) throws IOException {
    JsonNode root = Json.parse(bytes, source);
    try {
      List<ModelVersion> order = new ArrayList<>();
      Json.array(root, "liveOrder").forEach(node -> order.add(new ModelVersion(node.longValue())));
      SortedMap<ModelVersion, VersionState> versions = new TreeMap<>();
      for (JsonNode node : Json.array(root, "versions")) {
        VersionState version =
            new VersionState(
                version(node, "version"),
                VersionStatus.valueOf(upperCase(Json.text(node, "status"))),
                Json.instant(node, "since"),
                Json.text(node, "why"));
        versions.put(version.version(), version);
      }
      return new ControllerState(
          Json.number(root, "sequence"),
          Json.truth(root, "pinned"),
          order,
          root.hasNonNull("canary") ? Optional.of(version(root, "canary")) : Optional.empty(),
          versions);
    } catch (IllegalArgumentException e) {
      throw new IOException(source + " is not a controller's state: " + e.getMessage(), e);
    }
  }

  /** One line, without its end. */
  static byte[] write(HistoryEntry entry) throws IOException {
    ObjectNode root = Json.object();
    root.put("sequence", entry.sequence());
    root.put("time", entry.time().toString());
    root.put("version", entry.version().number());
    root.put("change", lowerCase(entry.change()));
    entry.live().ifPresent(live -> root.put("live", live.number()));
    root.put("who", entry.who());
    root.put("why", entry.why());
    ArrayNode verdicts = root.putArray("verdicts");
    for (Verdict verdict : entry.verdicts()) {
      ObjectNode node = verdicts.addObject();
      node.put("gate", verdict.gate());
      node.put("passed", verdict.passed());
      node.put("reason", verdict.reason());
      Json.putDoubles(node.putObject("figures"), verdict.figures());
    }
    return Json.compact(root);
  }

  /**
   * Parses one line.
   *
   * @throws IOException that says what is wrong with it
   */
  static HistoryEntry readEntry(byte[] line, String source) throws IOException {
    JsonNode root = Json.parse(line, source);
    try {
      List<Verdict> verdicts = new ArrayList<>();
      for (JsonNode node : Json.array(root, "verdicts")) {
        verdicts.add(
            new Verdict(
                Json.text(node, "gate"),
                Json.truth(node, "passed"),
                Json.text(node, "reason"),
                Json.doubles(Json.child(node, "figures"))));
      }
      return new HistoryEntry(
          Json.number(root, "sequence"),
          Json.instant(root, "time"),
          version(root, "version"),
          Change.valueOf(upperCase(Json.text(root, "change"))),
          root.hasNonNull("live") ? Optional.of(version(root, "live")) : Optional.empty(),
          Json.text(root, "who"),
          Json.text(root, "why"),
          verdicts);
    } catch (IllegalArgumentException e) {
      throw new IOException(source + " is not a history entry: " + e.getMessage(), e);
    }
  }

  private static ModelVersion version(JsonNode node, String field) {
    return new ModelVersion(Json.number(node, field));
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String upperCase(String text) {
    return text.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
