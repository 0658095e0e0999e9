package io.pageturner.features;

import io.pageturner.features.FeatureConfigException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a {@link FeatureConfig} from YAML and tells every fault in one go. */
public final class FeatureConfigParser {
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
    List<Feature> page = FeatureParser.page(root);
    List<Feature> candidate = FeatureParser.candidate(root);
    List<Cross> crosses = CrossParser.crosses(root, page, candidate);
    NetworkSettings network = network(root, length);
    root.finish();
    return new FeatureConfig(zone, length, dimension, page, candidate, crosses, network, yaml);
  }

  private static ZoneId zone(YamlSection root) {
    String found = root.text("zone", "UTC");
    try {
      return ZoneId.of(found);
    } catch (DateTimeException e) {
      root.fault(
          "zone",
          "zone must be a time zone such as UTC or Europe/Paris, was '"
              + found
              + "'"
              + DidYouMean.suggestion(found, ZoneId.getAvailableZoneIds()));
      return ZoneId.of("UTC");
    }
  }

  private NetworkSettings network(YamlSection root, int length) {
    NetworkSettings defaults = NetworkSettings.DEFAULT.within(length);
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
}
