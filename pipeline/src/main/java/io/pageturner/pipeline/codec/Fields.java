package io.pageturner.pipeline.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The fields of one JSON object, read by name and type; every error names the field's path. */
final class Fields {
  /**
   * Earlier times are refused: they are a clock that was never set, or were not in milliseconds.
   */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  /**
   * Later times are refused: one event stamped in microseconds would carry event time with it and
   * make everything after it late.
   */
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private final JsonNode node;
  private final String path;
  private final Set<String> read = new HashSet<>();

  private Fields(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /** Reads a whole record. */
  static <T> T read(JsonNode node, Function<Fields, T> body) {
    return read(node, "", body);
  }

  /** Reads one object with {@code body}, which must have asked for every field of it. */
  private static <T> T read(JsonNode node, String path, Function<Fields, T> body) {
    if (!node.isObject()) {
      throw new MalformedRecordException(
          (path.isEmpty() ? "the record" : path) + " must be an object, is " + type(node));
    }
    Fields fields = new Fields(node, path);
    T value;
    try {
      value = body.apply(fields);
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException(
          path.isEmpty() ? e.getMessage() : path + ": " + e.getMessage(), e);
    }
    fields.requireAllRead();
    return value;
  }

  String text(String name) {
    JsonNode value = required(name);
    if (!value.isTextual()) {
      throw wrongType(name, "a string", value);
    }
    return value.textValue();
  }

  Optional<String> optionalText(String name) {
    return node.has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  long integer(String name) {
    JsonNode value = required(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrongType(name, "a whole number", value);
    }
    return value.longValue();
  }

  int count(String name) {
    long value = integer(name);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedRecordException(at(name) + " must be 0 or more, was " + value);
    }
    return (int) value;
  }

  /** A duration in milliseconds. */
  Duration duration(String name, Duration longest) {
    long millis = integer(name);
    if (millis < 0 || millis > longest.toMillis()) {
      throw new MalformedRecordException(
          at(name) + " must be from 0 to " + longest.toMillis() + ", was " + millis);
    }
    return Duration.ofMillis(millis);
  }

  double number(String name) {
    return number(at(name), required(name));
  }

  boolean flag(String name) {
    JsonNode value = required(name);
    if (!value.isBoolean()) {
      throw wrongType(name, "true or false", value);
    }
    return value.booleanValue();
  }

  /** A time in milliseconds since 1970, from 2000 to 2200. */
  Instant time(String name) {
    Instant time = Instant.ofEpochMilli(integer(name));
    if (time.isBefore(EARLIEST)) {
      throw new MalformedRecordException(
          at(name) + " is " + time + ", before " + EARLIEST + ": it must be in milliseconds");
    }
    if (time.isAfter(LATEST)) {
      throw new MalformedRecordException(
          at(name) + " is " + time + ", after " + LATEST + ": it must be in milliseconds");
    }
    return time;
  }

  byte[] bytes(String name) {
    try {
      return Base64.getDecoder().decode(text(name));
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException(at(name) + " is not Base64", e);
    }
  }

  <T> T object(String name, Function<Fields, T> body) {
    return read(required(name), at(name), body);
  }

  <T> Optional<T> optionalObject(String name, Function<Fields, T> body) {
    return node.has(name) ? Optional.of(object(name, body)) : Optional.empty();
  }

  /** A list of objects; absent means empty. */
  <T> List<T> objects(String name, Function<Fields, T> body) {
    return list(name, (path, element) -> read(element, path, body));
  }

  /** A list of strings; absent means empty. */
  <T> List<T> texts(String name, Function<String, T> type) {
    return list(
        name,
        (path, element) -> {
          if (!element.isTextual()) {
            throw new MalformedRecordException(path + " must be a string, is " + type(element));
          }
          return type.apply(element.textValue());
        });
  }

  /** A list of numbers; absent means empty. */
  double[] numbers(String name) {
    List<Double> values = list(name, Fields::number);
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** An object of numbers; absent means empty. */
  Map<String, Double> numberMap(String name) {
    return map(name, Fields::number);
  }

  /** An object of strings; absent means empty. */
  Map<String, String> textMap(String name) {
    return map(
        name,
        (path, element) -> {
          if (!element.isTextual()) {
            throw new MalformedRecordException(path + " must be a string, is " + type(element));
          }
          return element.textValue();
        });
  }

  /** Reads one element of a list or map. */
  private interface Element<T> {
    T read(String path, JsonNode element);
  }

  private <T> List<T> list(String name, Element<T> reader) {
    JsonNode array = node.get(name);
    if (array == null) {
      return List.of();
    }
    read.add(name);
    if (!array.isArray()) {
      throw wrongType(name, "a list", array);
    }
    List<T> values = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      values.add(reader.read(at(name) + "[" + i + "]", array.get(i)));
    }
    return values;
  }

  private <T> Map<String, T> map(String name, Element<T> reader) {
    JsonNode object = node.get(name);
    if (object == null) {
      return Map.of();
    }
    read.add(name);
    if (!object.isObject()) {
      throw wrongType(name, "an object", object);
    }
    Map<String, T> values = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String path = at(name) + "." + entry.getKey();
      values.put(entry.getKey(), reader.read(path, entry.getValue()));
    }
    return values;
  }

  private static double number(String path, JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw new MalformedRecordException(path + " must be a finite number, is " + type(value));
    }
    return value.doubleValue();
  }

  private JsonNode required(String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new MalformedRecordException(at(name) + " is missing");
    }
    read.add(name);
    return value;
  }

  private void requireAllRead() {
    if (node.size() == read.size()) {
      return;
    }
    Iterator<String> names = node.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!read.contains(name)) {
        throw new MalformedRecordException(at(name) + " is not a known field");
      }
    }
  }

  private MalformedRecordException wrongType(String name, String expected, JsonNode found) {
    return new MalformedRecordException(at(name) + " must be " + expected + ", is " + type(found));
  }

  private static String type(JsonNode node) {
    return node.isNumber()
        ? "the number " + node
        : node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
