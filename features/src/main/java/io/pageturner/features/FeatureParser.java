package io.pageturner.features;

import io.pageturner.features.Feature.Behaviour;
import io.pageturner.features.Feature.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one section's features, of a page or of a candidate. */
final class FeatureParser {
  /** What a name may be: it becomes part of a tensor's name. */
  static final String NAME = "[A-Za-z][A-Za-z0-9_]{0,63}";

  private static final int MAX_ROWS = 100_000_000;
  private static final List<Duration> DEFAULT_WINDOWS =
      List.of(
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(3),
          Duration.ofDays(7));
  private static final List<Duration> DEFAULT_BOUNDS =
      List.of(
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofHours(1),
          Duration.ofDays(1),
          Duration.ofDays(7));

  /** The kinds of features of a page, by their names in the configuration. */
  private static final List<String> PAGE_KINDS =
      List.of("dense", "id", "count", "binary-sequence", "transition", "gap");

  /** The kinds of features of a candidate. */
  private static final List<String> CANDIDATE_KINDS =
      List.of("dense", "id", "recency", "touches", "similarity", "below-touch");

  private final String key;
  private final boolean ofPage;
  private final List<String> kinds;

  private FeatureParser(String key, boolean ofPage) {
    this.key = key;
    this.ofPage = ofPage;
    this.kinds = ofPage ? PAGE_KINDS : CANDIDATE_KINDS;
  }

  /** The features under {@code page}. */
  static List<Feature> page(YamlSection root) {
    return new FeatureParser("page", true).features(root);
  }

  /** The features under {@code candidate}. */
  static List<Feature> candidate(YamlSection root) {
    return new FeatureParser("candidate", false).features(root);
  }

  private List<Feature> features(YamlSection root) {
    List<Feature> features = new ArrayList<>();
    Map<String, Integer> lineOfName = new HashMap<>();
    for (Node node : root.nodes(key)) {
      YamlSection section = root.element(key + " feature", node);
      Feature feature = named(section, lineOfName);
      if (feature != null) {
        features.add(feature);
        section.finish();
      }
    }
    return features;
  }

  private Feature named(YamlSection section, Map<String, Integer> lineOfName) {
    String name = section.text("name", null);
    String kind = section.text("kind", null);
    if (name == null) {
      return null;
    }
    if (!name.matches(NAME)) {
      section.fault(
          "name",
          "the name '"
              + name
              + "' must be letters, digits and _, at most 64, starting with a letter");
    }
    Integer first = lineOfName.putIfAbsent(name, section.line());
    if (first != null) {
      section.fault("name", "the name '" + name + "' is taken by the feature of line " + first);
    }
    Feature feature = kind == null ? null : feature(section, name, kind);
    if (ofPage && name.equals("dense") && feature instanceof Feature.Embedded) {
      section.fault(
          "name", "the name 'dense' is that of the wide part's numbers; an id needs another one");
    }
    return feature;
  }

  private Feature feature(YamlSection section, String name, String kind) {
    if (!kinds.contains(kind)) {
      section.fault(
          "kind",
          "kind must be one of "
              + kinds
              + ", was '"
              + kind
              + "'"
              + DidYouMean.suggestion(kind, kinds));
      return null;
    }
    return switch (kind) {
      case "dense" -> dense(section, name);
      case "id" -> id(section, name);
      case "count" -> count(section, name);
      case "binary-sequence" -> binarySequence(section, name);
      case "transition" -> new Feature.Transition(name, dimension(section, 2, 3));
      case "gap" -> gap(section, name);
      case "recency" -> new Feature.Recency(name);
      case "touches" -> new Feature.Touches(name);
      case "below-touch" -> belowTouch(section, name);
      default -> new Feature.Similarity(name);
    };
  }

  private Feature dense(YamlSection section, String name) {
    Source source = source(section);
    double missing = section.real("missing", Double.NaN);
    return transformed(section, transform -> new Feature.Dense(name, source, missing, transform));
  }

  private static Feature count(YamlSection section, String name) {
    Behaviour of = behaviour(section);
    Duration window = section.duration("window", Duration.ofHours(1));
    return transformed(section, transform -> new Feature.Count(name, of, window, transform));
  }

  /** The names of transforms in the configuration. */
  private enum TransformName {
    Z_SCORE,
    LOG,
    BUCKET,
    CLIP,
    NONE
  }

  private static Feature transformed(
      YamlSection section, Function<Transform, Feature.Measured> feature) {
    TransformName name = section.oneOf("transform", TransformName.Z_SCORE, TransformName.class);
    List<Double> bounds = section.ascending("bounds");
    if (bounds.isEmpty() && (name == TransformName.BUCKET || name == TransformName.CLIP)) {
      if (!section.has("bounds")) {
        section.fault("transform", "transform: " + YamlSection.yamlName(name) + " needs 'bounds'");
      }
      return feature.apply(Transform.Plain.Z_SCORE);
    }
    return switch (name) {
      case BUCKET ->
          new Feature.Bucketed(
              feature.apply(Transform.Plain.NONE),
              bounds,
              dimension(section, 4, bounds.size() + 2));
      case CLIP -> feature.apply(clip(section, bounds));
      default -> feature.apply(plain(section, name));
    };
  }

  private static Transform plain(YamlSection section, TransformName name) {
    if (section.has("bounds")) {
      section.fault(
          "bounds",
          "bounds go with transform: bucket or clip, not with '"
              + YamlSection.yamlName(name)
              + "'");
    }
    return Transform.Plain.valueOf(name.name());
  }

  private static Transform clip(YamlSection section, List<Double> bounds) {
    if (bounds.size() != 2) {
      section.fault("bounds", "bounds of a clip must be [low, high], were " + bounds);
      return Transform.Plain.Z_SCORE;
    }
    return new Transform.Clip(bounds.get(0), bounds.get(1));
  }

  private Feature id(YamlSection section, String name) {
    Source source = source(section);
    int rows = section.integer("rows", 1_000, 3, MAX_ROWS);
    return new Feature.Id(
        name,
        source,
        rows,
        dimension(section, 8, rows),
        section.integer("minCount", 1, 1, 1_000_000),
        growing(section));
  }

  private boolean growing(YamlSection section) {
    boolean growing = section.flag("growing");
    if (growing && !ofPage) {
      section.fault("growing", "only a page's feature can be growing: the ranking models' can not");
    }
    return growing;
  }

  private static Feature gap(YamlSection section, String name) {
    List<Duration> bounds = section.durations("bounds", DEFAULT_BOUNDS);
    return new Feature.Gap(
        name, behaviour(section), bounds, dimension(section, 4, bounds.size() + 2));
  }

  private static Feature belowTouch(YamlSection section, String name) {
    int reach = section.integer("reach", 6, 1, 1_000);
    return new Feature.BelowTouch(name, reach, dimension(section, 4, 2 * reach + 2));
  }

  private static Feature binarySequence(YamlSection section, String name) {
    List<Duration> windows = section.durations("windows", DEFAULT_WINDOWS);
    int levels = section.integer("levels", 2, 2, 10);
    double codes = Math.pow(levels, windows.size());
    if (codes > 1_000_000) {
      section.fault(
          "levels",
          "'"
              + name
              + "' would have "
              + levels
              + "^"
              + windows.size()
              + " codes, at most 1000000 are possible; use fewer windows or levels");
      windows = windows.subList(0, 1);
      codes = levels;
    }
    return new Feature.BinarySequence(
        name, behaviour(section), windows, levels, dimension(section, 8, (int) codes + 1));
  }

  private Source source(YamlSection section) {
    Source source = section.oneOf("source", Source.REQUEST, Source.class);
    if (source != Source.REQUEST && !ofPage) {
      section.fault(
          "source",
          "source must be request for a candidate's feature, was '"
              + YamlSection.yamlName(source)
              + "'");
    }
    return source;
  }

  private static Behaviour behaviour(YamlSection section) {
    return section.oneOf("of", Behaviour.CLICK, Behaviour.class);
  }

  /** The embedding's width; a table must fit into one array. */
  private static int dimension(YamlSection section, int defaultValue, int rows) {
    int dimension = section.integer("dimension", defaultValue, 1, 1_024);
    if ((long) rows * dimension > Integer.MAX_VALUE) {
      section.fault(
          "rows",
          "rows × dimension must be at most "
              + Integer.MAX_VALUE
              + ", was "
              + rows
              + " × "
              + dimension);
      return 1;
    }
    return dimension;
  }
}
