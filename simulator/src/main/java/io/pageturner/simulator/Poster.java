package io.pageturner.simulator;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Posts JSON to the servers: tries again later what is refused (429, 503), and elsewhere what is
 * not answered when there are several; fails what is answered otherwise. All of it happens on one
 * event loop.
 */
final class Poster {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final int ERROR_TEXT = 300;

  private final Vertx vertx;
  private final HttpClient client;
  private final LoadSettings settings;
  private final LoadMeter meter;
  private final Pace pace;
  private final LongSupplier nanoTime;
  private final Servers servers;
  private Promise<Void> idle = Promise.promise();
  private int inFlight;
  private boolean stopped;

  Poster(
      Vertx vertx,
      HttpClient client,
      LoadSettings settings,
      LoadMeter meter,
      Pace pace,
      LongSupplier nanoTime) {
    this.vertx = vertx;
    this.client = client;
    this.settings = settings;
    this.meter = meter;
    this.pace = pace;
    this.nanoTime = nanoTime;
    this.servers = new Servers(settings.servers(), nanoTime);
  }

  /** An answered request. */
  record Answer(byte[] body, long dueNanos) {}

  /**
   * The answer to a request; fails when the request is given up.
   *
   * @param user whose request it is
   * @param dueNanos when it should have been sent: latency counts from then
   */
  Future<Answer> post(String user, String path, byte[] body, long dueNanos) {
    inFlight++;
    return attempt(new Request(user, path, Buffer.buffer(body)), dueNanos, 1)
        .onComplete(result -> landed());
  }

  private record Request(String user, String path, Buffer body) {}

  /** Tries nothing again; completes when nothing is in flight, now or as soon as that is so. */
  Future<Void> stop() {
    stopped = true;
    return inFlight == 0 ? Future.succeededFuture() : idle.future();
  }

  private void landed() {
    inFlight--;
    if (inFlight == 0) {
      idle.tryComplete();
      idle = Promise.promise();
    }
  }

  private Future<Answer> attempt(Request request, long dueNanos, int attempt) {
    URI server = servers.of(request.user());
    return send(server, request)
        .compose(
            response ->
                refused(response)
                    ? refused(request, attempt, response)
                    : accept(response, dueNanos),
            failure -> unanswered(request, attempt, server, failure));
  }

  private Future<HttpClientResponse> send(URI server, Request request) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(server.getHost())
            .setPort(server.getPort())
            .setURI(server.getPath() + request.path())
            .putHeader("content-type", "application/json")
            .setTimeout(settings.timeout().toMillis());
    return client.request(options).compose(made -> made.send(request.body()));
  }

  private Future<Answer> accept(HttpClientResponse response, long dueNanos) {
    return response
        .body()
        .compose(
            body -> {
              if (response.statusCode() != 200) {
                return Future.failedFuture(response.statusCode() + " " + head(body));
              }
              long now = nanoTime.getAsLong();
              pace.answered(now - dueNanos, now);
              return Future.succeededFuture(new Answer(body.getBytes(), dueNanos));
            });
  }

  private Future<Answer> refused(Request request, int attempt, HttpClientResponse response) {
    meter.refused();
    return again(request, attempt, new IllegalStateException("" + response.statusCode()));
  }

  private Future<Answer> unanswered(Request request, int attempt, URI server, Throwable failure) {
    if (servers.away(server)) {
      meter.movedOn();
      return again(request, attempt, failure);
    }
    pace.slowDown(nanoTime.getAsLong());
    return Future.failedFuture(failure);
  }

  private Future<Answer> again(Request request, int attempt, Throwable failure) {
    pace.slowDown(nanoTime.getAsLong());
    if (stopped) {
      return Future.failedFuture(new CancellationException("not tried again: users went home"));
    }
    if (attempt >= settings.attempts()) {
      return Future.failedFuture(failure.getMessage() + " after " + attempt + " attempts");
    }
    Duration wait = settings.backOff().multipliedBy(1L << (attempt - 1));
    return vertx
        .timer(wait.toMillis(), TimeUnit.MILLISECONDS)
        .compose(waited -> attempt(request, nanoTime.getAsLong(), attempt + 1));
  }

  private static boolean refused(HttpClientResponse response) {
    return response.statusCode() == TOO_MANY_REQUESTS || response.statusCode() == UNAVAILABLE;
  }

  private static String head(Buffer body) {
    return body.toString().substring(0, Math.min(ERROR_TEXT, body.toString().length()));
  }
}
