package io.pageturner.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One section of the configuration, read key by key; faults are collected, not thrown.
 *
 * <p>Every key has a default in reference.conf, so a fault is a value of the wrong type or out of
 * its range; reading goes on with a stand-in and the faults are told in one go at the end.
 */
final class ConfigSection {
  private final Config config;
  private final String path;
  private final List<String> faults;

  ConfigSection(Config config, String path, List<String> faults) {
    this.config = config;
    this.path = path;
    this.faults = faults;
  }

  ConfigSection section(String key) {
    return new ConfigSection(config, path + "." + key, faults);
  }

  String text(String key) {
    return get(key, config::getString, "");
  }

  /** A file's path, empty when none is named. */
  Optional<Path> file(String key) {
    return Optional.of(text(key)).filter(path -> !path.isEmpty()).map(Path::of);
  }

  boolean flag(String key) {
    return get(key, config::getBoolean, false);
  }

  int integer(String key) {
    return get(key, config::getInt, 1);
  }

  long whole(String key) {
    return get(key, config::getLong, 1L);
  }

  long bytes(String key) {
    return get(key, config::getBytes, 1L);
  }

  double real(String key) {
    return get(key, config::getDouble, 1.0);
  }

  /** A share of something: above 0, at most 1. */
  double rate(String key) {
    double rate = real(key);
    if (!(rate > 0 && rate <= 1)) {
      fault(key, "must be above 0 and at most 1, was " + rate);
      return 1;
    }
    return rate;
  }

  Duration duration(String key) {
    return get(key, config::getDuration, Duration.ofSeconds(1));
  }

  double[] reals(String key) {
    List<Double> values = get(key, config::getDoubleList, List.of());
    return values.stream().mapToDouble(v -> v).toArray();
  }

  List<String> texts(String key) {
    return get(key, config::getStringList, List.of());
  }

  <T extends Enum<T>> T oneOf(String key, Class<T> kind) {
    return constant(key, text(key), kind);
  }

  <T extends Enum<T>> List<T> listOf(String key, Class<T> kind) {
    return get(key, config::getStringList, List.<String>of()).stream()
        .map(name -> constant(key, name, kind))
        .toList();
  }

  private <T extends Enum<T>> T constant(String key, String found, Class<T> kind) {
    List<String> names =
        List.of(kind.getEnumConstants()).stream().map(ConfigSection::nameOf).toList();
    int index = names.indexOf(found);
    if (index < 0) {
      fault(key, "must be one of " + names + ", was '" + found + "'");
      return kind.getEnumConstants()[0];
    }
    return kind.getEnumConstants()[index];
  }

  private static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A free map of names to numbers, such as the buckets' shares. */
  Map<String, Double> numbersByName(String key) {
    Map<String, Double> numbers = new TreeMap<>();
    Config map = get(key, config::getConfig, null);
    if (map != null) {
      for (String name : map.root().keySet()) {
        numbers.put(name, get(key + "." + name, config::getDouble, 0.0));
      }
    }
    return numbers;
  }

  /** Makes a settings record; what its compact constructor refuses becomes a fault. */
  <T> T record(Supplier<T> constructor, T standIn) {
    try {
      return constructor.get();
    } catch (IllegalArgumentException | NullPointerException e) {
      faults.add(path + ": " + e.getMessage());
      return standIn;
    }
  }

  void fault(String key, String rule) {
    faults.add(path + "." + key + " " + rule + origin(key));
  }

  private String origin(String key) {
    String full = path + "." + key;
    return config.hasPath(full) ? " (" + config.getValue(full).origin().description() + ")" : "";
  }

  private <T> T get(String key, Function<String, T> read, T standIn) {
    try {
      return read.apply(path + "." + key);
    } catch (ConfigException e) {
      faults.add(e.getMessage());
      return standIn;
    }
  }
}
