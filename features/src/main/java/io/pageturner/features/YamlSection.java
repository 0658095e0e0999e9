package io.pageturner.features;

import io.pageturner.features.FeatureConfigException.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of a YAML text, read key by key; faults are collected with their lines.
 *
 * <p>A wrong value is answered with the default, so that reading goes on and all faults are told in
 * one go; {@link #finish} tells the keys that nobody asked for.
 */
final class YamlSection {
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

  private final String where;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<Fault> faults;

  YamlSection(String where, Node node, List<Fault> faults) {
    this.where = where;
    this.line = lineOf(node);
    this.faults = faults;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        put(tuple);
      }
    } else {
      faults.add(new Fault(line, where + " must be a mapping of keys to values"));
    }
  }

  private void put(NodeTuple tuple) {
    String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
    if (values.put(key, tuple.getValueNode()) != null) {
      faults.add(new Fault(lineOf(tuple.getKeyNode()), where + " has the key '" + key + "' twice"));
    }
    lines.put(key, lineOf(tuple.getKeyNode()));
  }

  int line() {
    return line;
  }

  int line(String key) {
    return lines.getOrDefault(key, line);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  void fault(String key, String message) {
    faults.add(new Fault(line(key), message));
  }

  String text(String key, String defaultValue) {
    Node node = ask(key);
    if (node == null) {
      if (defaultValue == null) {
        fault(key, where + " needs the key '" + key + "'");
      }
      return defaultValue;
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    fault(key, where + "." + key + " must be a single value");
    return defaultValue;
  }

  int integer(String key, int defaultValue, int low, int high) {
    return number(
        key,
        defaultValue,
        Integer::parseInt,
        n -> n >= low && n <= high,
        "a whole number from " + low + " to " + high);
  }

  /** Whether the key's value is true; false when it is absent. */
  boolean flag(String key) {
    String found = text(key, "false");
    if (!found.equals("true") && !found.equals("false")) {
      fault(key, where + "." + key + " must be true or false, was '" + found + "'");
    }
    return found.equals("true");
  }

  double real(String key, double defaultValue) {
    return number(key, defaultValue, Double::parseDouble, Double::isFinite, "a finite number");
  }

  private <T> T number(
      String key,
      T defaultValue,
      Function<String, T> parse,
      Function<T, Boolean> valid,
      String rule) {
    Node node = ask(key);
    if (node == null) {
      return defaultValue;
    }
    String found = node instanceof ScalarNode scalar ? scalar.getValue() : "a collection";
    try {
      T value = parse.apply(found);
      if (valid.apply(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below with the same rule.
    }
    fault(key, where + "." + key + " must be " + rule + ", was '" + found + "'");
    return defaultValue;
  }

  <T extends Enum<T>> T oneOf(String key, T defaultValue, Class<T> kind) {
    String found = text(key, yamlName(defaultValue));
    List<String> names = new ArrayList<>();
    for (T constant : kind.getEnumConstants()) {
      names.add(yamlName(constant));
      if (yamlName(constant).equals(found)) {
        return constant;
      }
    }
    fault(
        key,
        where
            + "."
            + key
            + " must be one of "
            + names
            + ", was '"
            + found
            + "'"
            + DidYouMean.suggestion(found, names));
    return defaultValue;
  }

  List<Duration> durations(String key, List<Duration> defaultValue) {
    List<Duration> found = new ArrayList<>();
    List<Node> nodes = nodes(key);
    if (nodes.isEmpty()) {
      return defaultValue;
    }
    for (Node node : nodes) {
      found.add(duration(key, node));
    }
    for (int i = 1; i < found.size(); i++) {
      if (found.get(i).compareTo(found.get(i - 1)) <= 0) {
        fault(key, where + "." + key + " must ascend, found " + found);
        return defaultValue;
      }
    }
    return found;
  }

  Duration duration(String key, Duration defaultValue) {
    Node node = ask(key);
    return node == null ? defaultValue : duration(key, node);
  }

  private Duration duration(String key, Node node) {
    String found = node instanceof ScalarNode scalar ? scalar.getValue() : "a collection";
    Matcher matcher = DURATION.matcher(found.strip());
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      Duration duration =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
          };
      if (!duration.isZero()) {
        return duration;
      }
    }
    fault(
        key,
        where + "." + key + " must be a duration such as 30s, 10m, 6h or 7d, was '" + found + "'");
    return Duration.ofSeconds(1);
  }

  List<Integer> integers(String key, List<Integer> defaultValue) {
    List<Node> nodes = nodes(key);
    List<Integer> found = new ArrayList<>();
    for (Node node : nodes) {
      try {
        found.add(Integer.valueOf(((ScalarNode) node).getValue()));
      } catch (NumberFormatException | ClassCastException e) {
        fault(key, where + "." + key + " must be a list of whole numbers");
        return defaultValue;
      }
    }
    return found.isEmpty() ? defaultValue : found;
  }

  /** The elements of a list; empty when the key is absent or no list. */
  List<Node> nodes(String key) {
    Node node = ask(key);
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    fault(key, where + "." + key + " must be a list");
    return List.of();
  }

  /** The mapping under a key; null when it is absent. */
  YamlSection section(String key) {
    Node node = ask(key);
    return node == null ? null : new YamlSection(key, node, faults);
  }

  /** Tells every key that nobody asked for, with the nearest that would be right. */
  void finish() {
    for (String key : values.keySet()) {
      if (!asked.contains(key)) {
        fault(
            key,
            where + " does not know the key '" + key + "'" + DidYouMean.suggestion(key, asked));
      }
    }
  }

  private Node ask(String key) {
    asked.add(key);
    return values.get(key);
  }

  static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  static String yamlName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
