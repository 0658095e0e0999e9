package io.pageturner.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.pageturner.features.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds keys that reference.conf does not have: a misspelt setting must not be ignored. */
final class UnknownKeys {
  private final Set<String> freeMaps;
  private final List<String> faults = new ArrayList<>();

  /**
   * @param freeMaps paths whose keys are the user's own names
   */
  private UnknownKeys(Set<String> freeMaps) {
    this.freeMaps = freeMaps;
  }

  static List<String> find(Config found, Config reference, String root, Set<String> freeMaps) {
    UnknownKeys search = new UnknownKeys(freeMaps);
    if (found.hasPath(root)) {
      search.compare(root, found.getObject(root), reference.getObject(root));
    }
    return search.faults;
  }

  private void compare(String path, ConfigObject found, ConfigObject reference) {
    for (Map.Entry<String, ConfigValue> entry : found.entrySet()) {
      String key = path + "." + entry.getKey();
      ConfigValue known = reference.get(entry.getKey());
      if (known == null) {
        faults.add(
            key
                + " is not a setting"
                + DidYouMean.suggestion(entry.getKey(), reference.keySet())
                + " ("
                + entry.getValue().origin().description()
                + ")");
      } else if (known instanceof ConfigObject inner
          && entry.getValue() instanceof ConfigObject innerFound
          && !freeMaps.contains(key)) {
        compare(key, innerFound, inner);
      }
    }
  }
}
