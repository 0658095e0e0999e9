package io.pageturner.app.experiment;

import io.pageturner.features.NetworkSettings.Pooling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the ablation of the state compares: every pooling with all features, and the groups of
 * features added one by one under the convolutions.
 */
record StateVariants(FeatureGroups groups) {
  /** With all features and convolutions: the first pooling and the last step of the features. */
  private static final String WHOLE = name(Pooling.CONVOLUTION);

  /** The variants of a configuration, the whole one first. */
  List<Variant> of(FeatureYaml yaml) {
    List<Variant> variants = new ArrayList<>();
    for (Pooling pooling : Pooling.values()) {
      variants.add(new Variant(name(pooling), yaml.withPooling(name(pooling)).config(), true));
    }
    variants.addAll(groups.cumulative(yaml.withPooling(WHOLE)));
    return variants;
  }

  /** One table of the poolings, one of the groups. */
  List<AblationTable> tables() {
    Map<String, String> poolings = new LinkedHashMap<>();
    for (Pooling pooling : Pooling.values()) {
      poolings.put(name(pooling), name(pooling));
    }
    Map<String, String> features = new LinkedHashMap<>();
    groups.groups().forEach(group -> features.put("+ " + group.name(), group.name()));
    features.put("all", WHOLE);
    return List.of(new AblationTable("pooling", poolings), new AblationTable("features", features));
  }

  private static String name(Pooling pooling) {
    return pooling.name().toLowerCase(Locale.ROOT);
  }
}
