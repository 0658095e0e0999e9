package io.pageturner.serving.http;

import java.util.Map;

/** An error answer on its way out. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ApiError error;

  ApiException(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  ApiException(int status, String code, String message) {
    this(new ApiError(status, code, "", message, Map.of()));
  }

  ApiError error() {
    return error;
  }
}
