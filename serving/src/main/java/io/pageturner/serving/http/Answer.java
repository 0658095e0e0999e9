package io.pageturner.serving.http;

import java.util.Map;

/**
 * An HTTP answer.
 *
 * @param headers besides the content type
 */
record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
  static final String JSON = "application/json";

  static Answer json(byte[] body) {
    return new Answer(200, JSON, body, Map.of());
  }

  static Answer of(String contentType, byte[] body) {
    return new Answer(200, contentType, body, Map.of());
  }
}
