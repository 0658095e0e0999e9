package io.pageturner.features;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads the crosses. A cross names id-like features; {@code page.} or {@code candidate.} before a
 * name tells two of the same name apart.
 */
final class CrossParser {
  private static final String PAGE = "page.";
  private static final int DEFAULT_MAX_ROWS = 10_000;
  private static final int MAX_ROWS = 10_000_000;

  /** A feature as crosses name it: {@code page.city}, {@code candidate.category}. */
  private record Known(String name, Feature feature) {}

  private final List<Known> known = new ArrayList<>();

  /** In the order of {@link EncodedCandidate#ids}. */
  private final List<Known> embedded;

  private final List<String> taken = new ArrayList<>();

  private CrossParser(List<Feature> page, List<Feature> candidate) {
    page.forEach(f -> known.add(new Known(PAGE + f.name(), f)));
    candidate.forEach(f -> known.add(new Known(Preprocessing.CANDIDATE + f.name(), f)));
    embedded = known.stream().filter(k -> k.feature() instanceof Feature.Embedded).toList();
  }

  static List<Cross> crosses(YamlSection root, List<Feature> page, List<Feature> candidate) {
    CrossParser parser = new CrossParser(page, candidate);
    List<Cross> crosses = new ArrayList<>();
    for (Node node : root.nodes("crosses")) {
      YamlSection section = root.element("cross", node);
      Cross cross = parser.cross(section);
      section.finish();
      if (cross != null) {
        crosses.add(cross);
      }
    }
    return crosses;
  }

  private Cross cross(YamlSection section) {
    List<String> of = section.texts("of");
    String name = section.text("name", String.join("_x_", of).replace('.', '_'));
    int asked = section.integer("rows", DEFAULT_MAX_ROWS, 2, MAX_ROWS);
    List<Known> parts = new ArrayList<>();
    for (String part : of) {
      Known found = find(section, part);
      if (found != null) {
        parts.add(found);
      }
    }
    if (!fits(section, name, of) || parts.size() < of.size()) {
      return null;
    }
    List<Integer> radices =
        parts.stream().map(p -> ((Feature.Embedded) p.feature()).rows()).toList();
    double combinations = radices.stream().mapToDouble(r -> r).reduce(1, (a, b) -> a * b);
    int rows = section.has("rows") ? asked : (int) Math.min(asked, combinations);
    return new Cross(name, parts.stream().map(embedded::indexOf).toList(), radices, rows);
  }

  private boolean fits(YamlSection section, String name, List<String> of) {
    if (of.size() < 2 || of.size() > 4) {
      if (!of.isEmpty() || !section.has("of")) {
        section.fault("of", "cross.of must be a list of 2 to 4 names of features, was " + of);
      }
      return false;
    }
    if (!name.matches("[A-Za-z][A-Za-z0-9_]{0,255}")) {
      section.fault("name", "cross.name must be letters, digits and _, was '" + name + "'");
      return false;
    }
    if (taken.contains(name)) {
      section.fault("name", "the cross '" + name + "' is there twice");
      return false;
    }
    return taken.add(name);
  }

  private Known find(YamlSection section, String name) {
    List<Known> found =
        known.stream()
            .filter(k -> k.name().equals(name) || k.feature().name().equals(name))
            .toList();
    if (found.isEmpty()) {
      List<String> names = new ArrayList<>(embedded.stream().map(Known::name).toList());
      embedded.forEach(k -> names.add(k.feature().name()));
      section.fault(
          "of", "cross.of names no feature '" + name + "'" + DidYouMean.suggestion(name, names));
      return null;
    }
    if (found.size() > 1) {
      section.fault(
          "of",
          "cross.of '"
              + name
              + "' is a feature of the page and of the candidate; write page."
              + name
              + " or candidate."
              + name);
      return null;
    }
    if (!embedded.contains(found.get(0))) {
      section.fault(
          "of",
          "cross.of '" + name + "' is a number; only id-like ones are crossed: transform: bucket");
      return null;
    }
    return found.get(0);
  }
}
