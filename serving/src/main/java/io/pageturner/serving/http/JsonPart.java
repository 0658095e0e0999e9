package io.pageturner.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.pageturner.features.DidYouMean;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.InvalidRequestException.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One value of a JSON body that knows its path, so that every error can name it.
 *
 * <p>The path is put together only when an error needs it.
 */
final class JsonPart implements JsonValue {
  private final JsonPart parent;
  private final String step;
  private final JsonNode node;

  private JsonPart(JsonPart parent, String step, JsonNode node) {
    this.parent = parent;
    this.step = step;
    this.node = node;
  }

  static JsonPart root(JsonNode node) {
    return new JsonPart(null, "", node);
  }

  /** Such as {@code candidates[3].scores.click}; empty for the whole body. */
  @Override
  public String path() {
    if (parent == null) {
      return "";
    }
    String before = parent.path();
    boolean first = before.isEmpty() || step.startsWith("[");
    return before + (first ? step : "." + step);
  }

  /** This object, which has no other fields than {@code known}. */
  JsonPart object(Set<String> known) {
    object();
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new InvalidRequestException(
            Kind.UNKNOWN_FIELD,
            child(name).path(),
            "unknown field '"
                + name
                + "', known are "
                + known.stream().sorted().toList()
                + DidYouMean.suggestion(name, known));
      }
    }
    return this;
  }

  JsonPart object() {
    if (!node.isObject()) {
      throw wrongType("an object");
    }
    return this;
  }

  /** The field's value; empty when it is absent or null. */
  Optional<JsonPart> field(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull()
        ? Optional.empty()
        : Optional.of(new JsonPart(this, name, value));
  }

  JsonPart required(String name) {
    return field(name)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    Kind.MISSING_FIELD, child(name).path(), "'" + name + "' is missing"));
  }

  /** The names of this object's fields. */
  List<String> names() {
    object();
    List<String> names = new ArrayList<>(node.size());
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  int size() {
    return node.size();
  }

  /** The elements of this array. */
  List<JsonPart> elements() {
    if (!node.isArray()) {
      throw wrongType("an array");
    }
    List<JsonPart> elements = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      elements.add(new JsonPart(this, "[" + i + "]", node.get(i)));
    }
    return elements;
  }

  boolean isObject() {
    return node.isObject();
  }

  /** Whether this is a number, text, true or false. */
  boolean isScalar() {
    return node.isValueNode();
  }

  /** A scalar as text. */
  String scalar() {
    return node.asText();
  }

  /** A scalar as a number: true is 1, false is 0. */
  double scalarNumber() {
    return node.isBoolean() ? (node.booleanValue() ? 1 : 0) : number();
  }

  boolean bool() {
    if (!node.isBoolean()) {
      throw wrongType("true or false");
    }
    return node.booleanValue();
  }

  boolean isText() {
    return node.isTextual();
  }

  String text() {
    if (!node.isTextual()) {
      throw wrongType("text");
    }
    return node.textValue();
  }

  /** A finite number. */
  double number() {
    if (!node.isNumber()) {
      throw wrongType("a number");
    }
    double value = node.doubleValue();
    if (!Double.isFinite(value)) {
      throw outOfRange("must be a finite number, was too large for one");
    }
    return value;
  }

  long whole(long low, long high) {
    if (!node.isNumber()) {
      throw wrongType("a whole number");
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw outOfRange("must be a whole number, was " + shortened());
    }
    long value = node.longValue();
    if (value < low || value > high) {
      throw outOfRange("must be " + low + " to " + high + ", was " + value);
    }
    return value;
  }

  /** An id or other value made of text; what its constructor refuses is this part's error. */
  <T> T id(Function<String, T> constructor) {
    return made(text(), constructor);
  }

  InvalidRequestException wrongType(String right) {
    String found = node.getNodeType().name().toLowerCase(Locale.ROOT);
    return new InvalidRequestException(
        Kind.WRONG_TYPE,
        path(),
        (parent == null ? "the body" : "'" + path() + "'")
            + " must be "
            + right
            + ", was "
            + found
            + (node.isValueNode() && !node.isNull() ? " " + shortened() : ""));
  }

  private JsonPart child(String name) {
    return new JsonPart(this, name, node);
  }

  private String shortened() {
    String text = node.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
