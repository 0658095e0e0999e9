package io.pageturner.lifecycle;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads and writes the fields of our JSON files, with errors that name the field. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** For files that people read. */
  static byte[] pretty(JsonNode node) throws IOException {
    return PRETTY.writeValueAsBytes(node);
  }

  /** On one line. */
  static byte[] compact(JsonNode node) throws IOException {
    return MAPPER.writeValueAsBytes(node);
  }

  /**
   * Parses an object.
   *
   * @throws IOException that names {@code source} when it is not one, as after a torn write
   */
  static JsonNode parse(byte[] bytes, String source) throws IOException {
    try {
      JsonNode node = MAPPER.readTree(bytes);
      if (node == null || !node.isObject()) {
        throw new IOException(source + " is empty or not a JSON object");
      }
      return node;
    } catch (JacksonException e) {
      throw new IOException(source + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw wrong(field, "a text", value);
    }
    return value.textValue();
  }

  static long number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(field, "a whole number", value);
    }
    return value.longValue();
  }

  static boolean truth(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isBoolean()) {
      throw wrong(field, "true or false", value);
    }
    return value.booleanValue();
  }

  static Instant instant(JsonNode node, String field) {
    try {
      return Instant.parse(text(node, field));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(field + " must be an ISO-8601 time: " + e.getMessage(), e);
    }
  }

  static JsonNode child(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isObject()) {
      throw wrong(field, "an object", value);
    }
    return value;
  }

  static JsonNode array(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isArray()) {
      throw wrong(field, "an array", value);
    }
    return value;
  }

  static SortedMap<String, String> strings(JsonNode object) {
    SortedMap<String, String> strings = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      strings.put(field.getKey(), text(object, field.getKey()));
    }
    return strings;
  }

  /** JSON has no NaN and no infinity: they are written as texts, and read back. */
  static void putDoubles(ObjectNode object, Map<String, Double> values) {
    values.forEach(
        (name, value) -> {
          if (Double.isFinite(value)) {
            object.put(name, value);
          } else {
            object.put(name, value.toString());
          }
        });
  }

  static SortedMap<String, Double> doubles(JsonNode object) {
    SortedMap<String, Double> doubles = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = field.getValue();
      if (!value.isNumber() && !value.isTextual()) {
        throw wrong(field.getKey(), "a number", value);
      }
      doubles.put(field.getKey(), Double.valueOf(value.asText()));
    }
    return doubles;
  }

  private static IllegalArgumentException wrong(String field, String right, JsonNode found) {
    return new IllegalArgumentException(
        field
            + " must be "
            + right
            + ", was "
            + (found.isMissingNode() ? "missing" : found.toString()));
  }
}
