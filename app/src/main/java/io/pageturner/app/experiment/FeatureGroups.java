package io.pageturner.app.experiment;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Groups of features in the order in which an ablation adds them (SPEC 1.2), read from the resource
 * {@code ablation/feature-groups.conf}.
 *
 * @param groups the groups; what is in none of them comes last, with the whole configuration
 */
record FeatureGroups(List<Group> groups) {
  private static final String RESOURCE = "ablation/feature-groups.conf";

  /**
   * One group.
   *
   * @param items whether the matrix of recent items is this group
   * @param kinds features of these kinds belong to it
   * @param names features of these names belong to it
   */
  record Group(String name, boolean items, List<String> kinds, List<String> names) {
    static Group of(Config config) {
      return new Group(
          config.getString("name"),
          config.hasPath("items") && config.getBoolean("items"),
          config.hasPath("kinds") ? config.getStringList("kinds") : List.of(),
          config.hasPath("names") ? config.getStringList("names") : List.of());
    }

    boolean has(FeatureYaml.Entry feature) {
      return kinds.contains(feature.kind()) || names.contains(feature.name());
    }
  }

  static FeatureGroups load() {
    Config config = ConfigFactory.parseResources(RESOURCE).resolve();
    return new FeatureGroups(config.getConfigList("groups").stream().map(Group::of).toList());
  }

  /**
   * The variants that add the groups one by one, without the last step, which is the configuration
   * itself; a group of which the configuration has no feature is left out.
   */
  List<Variant> cumulative(FeatureYaml yaml) {
    List<Variant> variants = new ArrayList<>();
    Set<FeatureYaml.Entry> kept = new LinkedHashSet<>();
    boolean items = false;
    for (Group group : groups) {
      boolean added = kept.addAll(yaml.entries().stream().filter(group::has).toList());
      if (added || group.items()) {
        items |= group.items();
        Set<FeatureYaml.Entry> now = Set.copyOf(kept);
        variants.add(new Variant(group.name(), yaml.withPage(now::contains).config(), items));
      }
    }
    return variants;
  }
}
