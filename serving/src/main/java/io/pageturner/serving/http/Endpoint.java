package io.pageturner.serving.http;

import io.pageturner.serving.InvalidRequestException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What answers the requests of one route. */
@FunctionalInterface
interface Endpoint {
  /**
   * @throws InvalidRequestException or {@link ApiException} when the answer is an error
   */
  CompletionStage<Answer> answer(ApiRequest request) throws IOException;

  /** An endpoint that answers at once. */
  static Endpoint direct(Direct direct) {
    return request -> CompletableFuture.completedFuture(direct.answer(request));
  }

  /** What answers without waiting for anybody. */
  @FunctionalInterface
  interface Direct {
    Answer answer(ApiRequest request) throws IOException;
  }
}
