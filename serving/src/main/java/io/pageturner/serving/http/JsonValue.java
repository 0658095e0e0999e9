package io.pageturner.serving.http;

import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.InvalidRequestException.Kind;
import java.util.function.Function;
import java.util.function.Supplier;

/** A value of a JSON body that knows its place, so that what is wrong with it can be told. */
interface JsonValue {
  /** Such as {@code candidates[3].scores.click}; empty for the whole body. */
  String path();

  /** An id or other value made of text; what its constructor refuses is this value's error. */
  default <T> T made(String text, Function<String, T> constructor) {
    try {
      return constructor.apply(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(Kind.INVALID_ID, path(), e.getMessage());
    }
  }

  /** A value that follows a rule; what the rule refuses is this value's error. */
  default <T> T ruled(Supplier<T> rule) {
    try {
      return rule.get();
    } catch (IllegalArgumentException e) {
      throw outOfRange(e.getMessage());
    }
  }

  default InvalidRequestException outOfRange(String message) {
    return new InvalidRequestException(Kind.OUT_OF_RANGE, path(), message);
  }
}
