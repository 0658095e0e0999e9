package io.pageturner.features;

import io.pageturner.features.Feature.Behaviour;
import io.pageturner.features.Feature.Source;
import io.pageturner.features.FeatureConfigException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a {@link FeatureConfig} from YAML and tells every fault in one go. */
public final class FeatureConfigParser {
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
      List.of("dense", "id", "recency", "touches", "similarity");

  private final List<Fault> faults = new ArrayList<>();

  private FeatureConfigParser() {}

  /**
   * Reads a file.
   *
   * @throws FeatureConfigException with every fault found
   */
  public static FeatureConfig read(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file));
  }

  /**
   * Reads a text.
   *
   * @param origin how faults name the text, such as a file name
   * @throws FeatureConfigException with every fault found
   */
  public static FeatureConfig parse(String origin, String yaml) {
    FeatureConfigParser parser = new FeatureConfigParser();
    FeatureConfig config = null;
    try {
      Optional<Node> root =
          new Compose(LoadSettings.builder().setLabel(origin).build()).composeString(yaml);
      if (root.isPresent()) {
        config = parser.config(root.get(), yaml);
      } else {
        parser.faults.add(new Fault(1, "the feature configuration is empty"));
      }
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      parser.faults.add(new Fault(line, "not YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      parser.faults.add(new Fault(1, "not YAML: " + e.getMessage()));
    }
    if (!parser.faults.isEmpty()) {
      throw new FeatureConfigException(origin, parser.faults);
    }
    return config;
  }

  private FeatureConfig config(Node rootNode, String yaml) {
    YamlSection root = new YamlSection("the configuration", rootNode, faults);
    root.integer("version", 1, 1, 1);
    ZoneId zone = zone(root);
    int length = 20;
    int dimension = 32;
    YamlSection sequence = root.section("sequence");
    if (sequence != null) {
      length = sequence.integer("length", length, 1, 1_000);
      dimension = sequence.integer("dimension", dimension, 1, 4_096);
      sequence.finish();
    }
    List<Feature> page = features(root, "page", PAGE_KINDS);
    List<Feature> candidate = features(root, "candidate", CANDIDATE_KINDS);
    NetworkSettings network = network(root, length);
    root.finish();
    return new FeatureConfig(zone, length, dimension, page, candidate, network, yaml);
  }

  private static ZoneId zone(YamlSection root) {
    String found = root.text("zone", "UTC");
    try {
      return ZoneId.of(found);
    } catch (DateTimeException e) {
      root.fault(
          "zone", "zone must be a time zone such as UTC or Europe/Paris, was '" + found + "'");
      return ZoneId.of("UTC");
    }
  }

  private NetworkSettings network(YamlSection root, int length) {
    NetworkSettings defaults = NetworkSettings.DEFAULT;
    YamlSection section = root.section("network");
    if (section == null) {
      return defaults;
    }
    NetworkSettings.Pooling pooling =
        section.oneOf("pooling", defaults.pooling(), NetworkSettings.Pooling.class);
    List<Integer> widths = section.integers("widths", defaults.widths());
    if (widths.stream().anyMatch(w -> w < 1 || w > length)) {
      section.fault(
          "widths",
          "network.widths must be from 1 to sequence.length = " + length + ", were " + widths);
      widths = List.of(1);
    }
    int filters = section.integer("filters", defaults.filters(), 1, 4_096);
    int state = section.integer("state", defaults.state(), 1, 16_384);
    int hidden = section.integer("hidden", defaults.hidden(), 1, 16_384);
    section.finish();
    return new NetworkSettings(pooling, widths, filters, state, hidden);
  }

  private List<Feature> features(YamlSection root, String key, List<String> kinds) {
    List<Feature> features = new ArrayList<>();
    Map<String, Integer> lineOfName = new HashMap<>();
    for (Node node : root.nodes(key)) {
      YamlSection section = new YamlSection(key + " feature", node, faults);
      String name = section.text("name", null);
      if (name == null) {
        continue;
      }
      if (!name.matches("[A-Za-z][A-Za-z0-9_]{0,63}")) {
        section.fault(
            "name",
            "the name '"
                + name
                + "' must be letters, digits and _, at most 64,"
                + " starting with a letter");
      }
      Integer first = lineOfName.putIfAbsent(name, section.line());
      if (first != null) {
        section.fault("name", "the name '" + name + "' is taken by the feature of line " + first);
      }
      Feature feature = feature(section, name, kinds);
      if (feature != null) {
        features.add(feature);
        section.finish();
      }
    }
    return features;
  }

  private Feature feature(YamlSection section, String name, List<String> kinds) {
    String kind = section.text("kind", null);
    if (kind == null) {
      return null;
    }
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
      case "dense" ->
          new Feature.Dense(name, source(section, kinds), section.real("missing", Double.NaN));
      case "id" -> id(section, name, kinds);
      case "count" ->
          new Feature.Count(
              name, behaviour(section), section.duration("window", Duration.ofHours(1)));
      case "binary-sequence" -> binarySequence(section, name);
      case "transition" -> new Feature.Transition(name, dimension(section, 2));
      case "gap" ->
          new Feature.Gap(
              name,
              behaviour(section),
              section.durations("bounds", DEFAULT_BOUNDS),
              dimension(section, 4));
      case "recency" -> new Feature.Recency(name);
      case "touches" -> new Feature.Touches(name);
      default -> new Feature.Similarity(name);
    };
  }

  private static Feature id(YamlSection section, String name, List<String> kinds) {
    Source source = source(section, kinds);
    int rows = section.integer("rows", 1_000, 3, MAX_ROWS);
    int minCount = section.integer("minCount", 1, 1, 1_000_000);
    return new Feature.Id(
        name, source, rows, dimension(section, 8), minCount, growing(section, kinds));
  }

  private static boolean growing(YamlSection section, List<String> kinds) {
    boolean growing = section.flag("growing");
    if (growing && kinds == CANDIDATE_KINDS) {
      section.fault("growing", "only a page's feature can be growing: the ranking models' can not");
    }
    return growing;
  }

  private static Feature binarySequence(YamlSection section, String name) {
    List<Duration> windows = section.durations("windows", DEFAULT_WINDOWS);
    int levels = section.integer("levels", 2, 2, 10);
    if (Math.pow(levels, windows.size()) > 1_000_000) {
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
    }
    return new Feature.BinarySequence(
        name, behaviour(section), windows, levels, dimension(section, 8));
  }

  private static Source source(YamlSection section, List<String> kinds) {
    Source source = section.oneOf("source", Source.REQUEST, Source.class);
    if (source != Source.REQUEST && kinds == CANDIDATE_KINDS) {
      section.fault("source", "a candidate's feature can only come from the request");
    }
    return source;
  }

  private static Behaviour behaviour(YamlSection section) {
    return section.oneOf("of", Behaviour.CLICK, Behaviour.class);
  }

  private static int dimension(YamlSection section, int defaultValue) {
    return section.integer("dimension", defaultValue, 1, 1_024);
  }
}
