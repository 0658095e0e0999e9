package io.pageturner.features;

import io.pageturner.features.FeatureConfigException.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
  private final String where;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<Fault> faults;
  private final boolean mapping;

  YamlSection(String where, Node node, List<Fault> faults) {
    this.where = where;
    this.line = lineOf(node);
    this.faults = faults;
    this.mapping = node instanceof MappingNode;
    if (node instanceof MappingNode found) {
      for (NodeTuple tuple : found.getValue()) {
        put(tuple);
      }
    } else {
      faults.add(
          new Fault(line, where + " must be a mapping of keys to values, was " + described(node)));
    }
  }

  private static String described(Node node) {
    if (node instanceof ScalarNode scalar) {
      return "'" + scalar.getValue() + "'";
    }
    return node instanceof SequenceNode ? "a list" : "a mapping";
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
      if (defaultValue == null && mapping) {
        fault(key, where + " needs the key '" + key + "'");
      }
      return defaultValue;
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    fault(key, where + "." + key + " must be a single value, was a collection");
    return defaultValue;
  }

  int integer(String key, int defaultValue, int low, int high) {
    return number(
        key,
        defaultValue,
        Integer::parseInt,
        n -> n >= low && n <= high,
        low == high ? Integer.toString(low) : "a whole number from " + low + " to " + high);
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
    Optional<Duration> duration = ShortDuration.parse(found);
    if (duration.isEmpty()) {
      fault(key, where + "." + key + " must be " + ShortDuration.RULE + ", was '" + found + "'");
    }
    return duration.orElse(Duration.ofSeconds(1));
  }

  List<Integer> integers(String key, List<Integer> defaultValue) {
    List<Integer> found = numbers(key, Integer::valueOf, "a list of whole numbers");
    return found.isEmpty() ? defaultValue : found;
  }

  /** Finite numbers, each above the one before; empty when absent or wrong. */
  List<Double> ascending(String key) {
    List<Double> found = numbers(key, Double::valueOf, "a list of ascending finite numbers");
    for (int i = 0; i < found.size(); i++) {
      if (!Double.isFinite(found.get(i)) || (i > 0 && found.get(i) <= found.get(i - 1))) {
        fault(key, where + "." + key + " must be a list of ascending finite numbers, was " + found);
        return List.of();
      }
    }
    return found;
  }

  private <T> List<T> numbers(String key, Function<String, T> parse, String rule) {
    List<T> found = new ArrayList<>();
    for (String text : texts(key)) {
      try {
        found.add(parse.apply(text));
      } catch (NumberFormatException e) {
        fault(key, where + "." + key + " must be " + rule + ", has '" + text + "'");
        return List.of();
      }
    }
    return found;
  }

  /** The single values of a list; a collection among them is a fault. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Node node : nodes(key)) {
      if (node instanceof ScalarNode scalar) {
        texts.add(scalar.getValue());
      } else {
        fault(key, where + "." + key + " must be a list of single values, has a collection");
      }
    }
    return texts;
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
    fault(key, where + "." + key + " must be a list, was " + described(node));
    return List.of();
  }

  /** The mapping under a key; null when it is absent. */
  YamlSection section(String key) {
    Node node = ask(key);
    return node == null ? null : new YamlSection(key, node, faults);
  }

  /** One element of a list, whose faults are told with those of this section. */
  YamlSection element(String name, Node node) {
    return new YamlSection(name, node, faults);
  }

  /** Tells every key that nobody asked for, with the nearest that would be right. */
  void finish() {
    for (String key : values.keySet()) {
      if (!asked.contains(key)) {
        fault(
            key,
            where
                + " does not know the key '"
                + key
                + "', known are "
                + asked.stream().distinct().sorted().toList()
                + DidYouMean.suggestion(key, asked));
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
