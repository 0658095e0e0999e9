package io.pageturner.app.experiment;

import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A feature configuration's YAML as a tree, to make other configurations from it: what comes out is
 * a text again, read by the parser as a user's own file would be.
 */
final class FeatureYaml {
  private final Map<String, Object> root;

  private FeatureYaml(Map<String, Object> root) {
    this.root = root;
  }

  static FeatureYaml parse(String yaml) {
    FeatureConfigParser.parse("features", yaml); // Mistakes are told with their lines.
    return new FeatureYaml(mapping(new Load(LoadSettings.builder().build()).loadFromString(yaml)));
  }

  /** With another pooling of the item matrix. */
  FeatureYaml withPooling(String pooling) {
    Map<String, Object> network =
        root.containsKey("network") ? mapping(root.get("network")) : new LinkedHashMap<>();
    network.put("pooling", pooling);
    return with("network", network);
  }

  /** With those of the page's features that {@code kept} says of their name and kind. */
  FeatureYaml withPage(Predicate<Entry> kept) {
    List<Object> page = new ArrayList<>();
    for (Object feature : page()) {
      if (kept.test(entry(feature))) {
        page.add(feature);
      }
    }
    return with("page", page);
  }

  /**
   * A feature of the page.
   *
   * @param name its name
   * @param kind its kind, as the configuration names it
   */
  record Entry(String name, String kind) {}

  /** The page's features, in order. */
  List<Entry> entries() {
    return page().stream().map(FeatureYaml::entry).toList();
  }

  FeatureConfig config() {
    return FeatureConfigParser.parse("features of an ablation", text());
  }

  String text() {
    return new Dump(DumpSettings.builder().build()).dumpToString(root);
  }

  private List<?> page() {
    return root.get("page") instanceof List<?> page ? page : List.of();
  }

  private static Entry entry(Object feature) {
    Map<String, Object> keys = mapping(feature);
    return new Entry(String.valueOf(keys.get("name")), String.valueOf(keys.get("kind")));
  }

  private FeatureYaml with(String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(root);
    changed.put(key, value);
    return new FeatureYaml(changed);
  }

  private static Map<String, Object> mapping(Object node) {
    Map<String, Object> mapping = new LinkedHashMap<>();
    ((Map<?, ?>) node).forEach((key, value) -> mapping.put(String.valueOf(key), value));
    return mapping;
  }
}
