package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.pageturner.features.DidYouMean;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.InvalidRequestException.Kind;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;

/**
 * A JSON body that is read once, front to back, value by value: for the requests whose reading
 * users wait for. Like {@link JsonPart} it names the part of the body that an error is about, but
 * it keeps no tree.
 */
final class JsonStream implements JsonValue {
  private final JsonParser parser;
  private final SeenFields seen = new SeenFields();

  /**
   * @param parser at the body's value
   */
  JsonStream(JsonParser parser) {
    this.parser = parser;
  }

  /** Enters the object that is the current value. */
  void object() {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrongType("an object");
    }
    seen.enter();
  }

  /**
   * Steps to the object's next field and its value, also one that is {@link #absent}; null at the
   * object's end.
   *
   * @throws JsonParseException when the object has had a field of that name
   */
  String nextField() throws IOException {
    String name = parser.nextFieldName();
    if (name == null) {
      seen.leave();
      return null;
    }
    if (!seen.add(name)) {
      throw new JsonParseException(parser, "Duplicate field '" + name + "'");
    }
    parser.nextToken();
    return name;
  }

  /** Enters the array that is the current value. */
  void array() {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrongType("an array");
    }
  }

  /** Steps to the array's next element; false at its end. */
  boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /** Whether the current value is null, which means the same as no field. */
  boolean absent() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  String text() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrongType("text");
    }
    return parser.getText();
  }

  /** A finite number. */
  double number() throws IOException {
    if (!parser.currentToken().isNumeric()) {
      throw wrongType("a number");
    }
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw outOfRange("must be a finite number, was too large for one");
    }
    return value;
  }

  int whole(int low, int high) throws IOException {
    if (!parser.currentToken().isNumeric()) {
      throw wrongType("a whole number");
    }
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw outOfRange("must be a whole number, was " + shortened());
    }
    long value = parser.getLongValue();
    if (value < low || value > high) {
      throw outOfRange("must be " + low + " to " + high + ", was " + value);
    }
    return (int) value;
  }

  /** An id or other value made of text; what its constructor refuses is this value's error. */
  <T> T id(Function<String, T> constructor) throws IOException {
    return made(text(), constructor);
  }

  /** The current field is none of those that its object may have. */
  InvalidRequestException unknownField(Collection<String> known) throws IOException {
    String name = parser.currentName();
    return new InvalidRequestException(
        Kind.UNKNOWN_FIELD,
        path(),
        "unknown field '"
            + name
            + "', known are "
            + known.stream().sorted().toList()
            + DidYouMean.suggestion(name, known));
  }

  /**
   * A field of the object just left.
   *
   * @return {@code value}
   * @throws InvalidRequestException when it is null: the field has not come
   */
  <T> T required(String name, T value) {
    if (value == null) {
      String object = path();
      throw new InvalidRequestException(
          Kind.MISSING_FIELD,
          object.isEmpty() ? name : object + "." + name,
          "'" + name + "' is missing");
    }
    return value;
  }

  /** Where the current value is, such as {@code candidates[3].scores.click}. */
  @Override
  public String path() {
    JsonStreamContext at = parser.getParsingContext();
    // At the begin of an object or array the parser is inside of it already.
    return path(parser.currentToken().isStructStart() ? at.getParent() : at);
  }

  private static String path(JsonStreamContext at) {
    if (at.inRoot()) {
      return "";
    }
    String before = path(at.getParent());
    if (at.inArray()) {
      return before + "[" + at.getCurrentIndex() + "]";
    }
    return before.isEmpty() ? at.getCurrentName() : before + "." + at.getCurrentName();
  }

  private InvalidRequestException wrongType(String right) {
    JsonToken token = parser.currentToken();
    String path = path();
    return new InvalidRequestException(
        Kind.WRONG_TYPE,
        path,
        (path.isEmpty() ? "the body" : "'" + path + "'")
            + " must be "
            + right
            + ", was "
            + type(token)
            + (token.isScalarValue() && token != JsonToken.VALUE_NULL ? " " + shortened() : ""));
  }

  private static String type(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "object";
      case START_ARRAY -> "array";
      case VALUE_STRING -> "string";
      case VALUE_TRUE, VALUE_FALSE -> "boolean";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
      default -> token.name().toLowerCase(Locale.ROOT).replace("value_", "");
    };
  }

  private String shortened() {
    String text;
    try {
      text = parser.getText();
    } catch (IOException e) {
      return "broken text";
    }
    String quoted = parser.currentToken() == JsonToken.VALUE_STRING ? '"' + text + '"' : text;
    return quoted.length() <= 40 ? quoted : quoted.substring(0, 40) + "…";
  }
}
