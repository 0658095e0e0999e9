package io.pageturner.simulator;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Posts JSON to the server: tries again later what the server refuses (429, 503), fails what it
 * answers otherwise or not at all. All of it happens on one event loop.
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
  }

  /** An answered request. */
  record Answer(byte[] body, long dueNanos) {}

  /**
   * The answer to a request; fails when the request is given up.
   *
   * @param dueNanos when it should have been sent: latency counts from then
   */
  Future<Answer> post(String path, byte[] body, long dueNanos) {
    inFlight++;
    return attempt(path, Buffer.buffer(body), dueNanos, 1).onComplete(result -> landed());
  }

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

  private Future<Answer> attempt(String path, Buffer body, long dueNanos, int attempt) {
    return send(path, body)
        .compose(
            response ->
                refused(response)
                    ? retry(path, body, attempt, response)
                    : accept(response, dueNanos),
            failure -> {
              pace.slowDown(nanoTime.getAsLong());
              return Future.failedFuture(failure);
            });
  }

  private Future<HttpClientResponse> send(String path, Buffer body) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(settings.server().getHost())
            .setPort(settings.server().getPort())
            .setURI(settings.server().getPath() + path)
            .putHeader("content-type", "application/json")
            .setTimeout(settings.timeout().toMillis());
    return client.request(options).compose(request -> request.send(body));
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

  private Future<Answer> retry(String path, Buffer body, int attempt, HttpClientResponse response) {
    meter.refused();
    pace.slowDown(nanoTime.getAsLong());
    if (stopped) {
      return Future.failedFuture(new CancellationException("not tried again: users went home"));
    }
    if (attempt >= settings.attempts()) {
      return Future.failedFuture(response.statusCode() + " after " + attempt + " attempts");
    }
    Duration wait = settings.backOff().multipliedBy(1L << (attempt - 1));
    return vertx
        .timer(wait.toMillis(), TimeUnit.MILLISECONDS)
        .compose(waited -> attempt(path, body, nanoTime.getAsLong(), attempt + 1));
  }

  private static boolean refused(HttpClientResponse response) {
    return response.statusCode() == TOO_MANY_REQUESTS || response.statusCode() == UNAVAILABLE;
  }

  private static String head(Buffer body) {
    return body.toString().substring(0, Math.min(ERROR_TEXT, body.toString().length()));
  }
}
