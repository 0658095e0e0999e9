package io.pageturner.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every setting by its path as it was read, for telling what has changed; never shown, as there may
 * be secrets among them.
 */
final class AllSettings {
  private final Map<String, ConfigValue> values = new HashMap<>();

  AllSettings(Config all, String root) {
    all.getConfig(root)
        .entrySet()
        .forEach(entry -> values.put(root + "." + entry.getKey(), entry.getValue()));
  }

  /** What is another than here, or not here, or here alone: where each stands, by its path. */
  SortedMap<String, String> changes(AllSettings next) {
    SortedMap<String, String> changes = new TreeMap<>();
    next.values.forEach(
        (path, value) -> {
          if (!value.equals(values.get(path))) {
            changes.put(path, value.origin().description());
          }
        });
    values.forEach(
        (path, value) -> {
          if (!next.values.containsKey(path)) {
            changes.put(path, value.origin().description());
          }
        });
    return changes;
  }
}
