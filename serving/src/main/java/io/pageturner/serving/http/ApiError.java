package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.serving.InvalidRequestException;
import java.util.Locale;
import java.util.Map;

/**
 * An error answer: {@code {"error":{"code":…,"field":…,"message":…}}}.
 *
 * @param status of HTTP
 * @param code a word that programs can rely on, such as {@code unknown_field}
 * @param field path of the wrong part of the body; empty when none is to blame
 * @param message what is wrong, where, and what would be right
 * @param headers such as {@code Retry-After}
 */
record ApiError(
    int status, String code, String field, String message, Map<String, String> headers) {
  private static final String RETRY_AFTER = "1";

  /** 503: nothing is wrong with the request, now is the wrong time. */
  static ApiError tryAgain(String code, String message) {
    return new ApiError(503, code, "", message, Map.of("Retry-After", RETRY_AFTER));
  }

  /**
   * 400 for what is not in the form of a request, 422 for what cannot be served, 409 for a taken
   * page.
   */
  static ApiError of(InvalidRequestException e) {
    int status =
        switch (e.kind()) {
          case MALFORMED_JSON, UNKNOWN_FIELD, MISSING_FIELD, WRONG_TYPE -> 400;
          case OUT_OF_RANGE, INVALID_ID, NO_CANDIDATES, TOO_MANY, DUPLICATE, MISSING_SCORES -> 422;
          case PAGE_TAKEN -> 409;
        };
    String code = e.kind().name().toLowerCase(Locale.ROOT);
    return new ApiError(status, code, e.field(), e.getMessage(), Map.of());
  }

  Answer answer() {
    return new Answer(status, Answer.JSON, Json.write(this::writeTo), headers);
  }

  private void writeTo(JsonGenerator json) throws java.io.IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("error");
    json.writeStringField("code", code);
    if (!field.isEmpty()) {
      json.writeStringField("field", field);
    }
    json.writeStringField("message", message);
    json.writeEndObject();
    json.writeEndObject();
  }
}
