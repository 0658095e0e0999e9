package io.pageturner.serving.http;

import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.metrics.ServingMetrics;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way to its answer; made on the event loop, answered from any thread, once. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** Who changed what serves, or tried to: one line a call. */
  private static final Logger AUDIT = LoggerFactory.getLogger("io.pageturner.audit");

  private final HttpServerRequest request;
  private final ServingMetrics metrics;
  private final SocketAddress from; // As long as there is a connection.
  private final Context eventLoop = Vertx.currentContext();
  private String route = "unknown";
  private boolean audited;
  private boolean answered;
  private String caller = "nobody known";
  private long start = System.nanoTime();

  Exchange(HttpServerRequest request, ServingMetrics metrics) {
    this.request = request;
    this.metrics = metrics;
    this.from = request.remoteAddress();
  }

  HttpServerRequest request() {
    return request;
  }

  /** Names the route for the metrics. */
  void routed(Route found) {
    route = found.path();
    audited = found.audited();
  }

  /** Names the API key that the request came with. */
  void calledBy(String key) {
    caller = key;
  }

  /** When the request began to be counted, on the clock of {@link System#nanoTime}. */
  long start() {
    return start;
  }

  /** The request has arrived whole: its latency is counted from here. */
  void arrived() {
    start = System.nanoTime();
  }

  void answer(Answer answer) {
    eventLoop.runOnContext(
        now -> {
          if (answered) {
            return;
          }
          answered = true;
          audit(answer.status());
          HttpServerResponse response = request.response();
          if (response.ended() || response.closed()) {
            return;
          }
          response.setStatusCode(answer.status()).putHeader("Content-Type", answer.contentType());
          answer.headers().forEach(response::putHeader);
          response.end(Buffer.buffer(answer.body()));
          metrics.answered(route, answer.status(), System.nanoTime() - start);
        });
  }

  /** Also of a client that did not wait for its answer: what it asked for was done. */
  private void audit(int status) {
    if (audited) {
      AUDIT.info("{} {} by {} from {}: {}", request.method(), request.path(), caller, from, status);
    }
  }

  /** Answers with what a failure means to the client; never with a stack trace. */
  void fail(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ApiException known) {
      answer(known.error().answer());
    } else if (cause instanceof InvalidRequestException invalid) {
      answer(ApiError.of(invalid).answer());
    } else {
      String mark = UUID.randomUUID().toString();
      LOG.error("{} {} failed, mark {}", request.method(), request.path(), mark, cause);
      answer(
          new ApiException(500, "internal", "an error of the server; its log has it under " + mark)
              .error()
              .answer());
    }
  }
}
