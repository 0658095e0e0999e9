package io.pageturner.app.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Asks for pages at a fixed rate, whatever the server does: request i is due i/rate after the
 * start, and its latency counts from when it was due.
 *
 * <p>So a server that stands still for a second is charged with every page of that second, not with
 * the one that happened to be under way (coordinated omission; Tene 2015). One event loop sends and
 * receives. Vert.x waits for a free connection in a queue, which counts too.
 */
final class OpenLoop implements AutoCloseable {
  private static final int CONNECTIONS = 64;
  private static final String FALLBACK = "\"baseline-fallback\"";
  private static final long NANOS = 1_000_000_000;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient client =
      vertx.createHttpClient(
          new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(100_000));
  private final URI server;

  OpenLoop(URI server) {
    this.server = server;
  }

  /**
   * What came of a run.
   *
   * @param millis latency of each answered page, ascending
   * @param failed pages that were refused, answered wrongly, or not at all
   * @param fallbacks answered pages for which the team's ranking stood in
   * @param seconds from the first page's due time to the last answer
   */
  record Outcome(double[] millis, int failed, int fallbacks, double seconds) {
    /** The latency that a share of the answered pages did not exceed. */
    double percentile(double share) {
      return millis.length == 0
          ? Double.NaN
          : millis[(int) Math.min(millis.length - 1L, Math.round(share * (millis.length - 1)))];
    }

    double perSecond() {
      return millis.length / seconds;
    }
  }

  /**
   * Runs to its end.
   *
   * @param rate pages a second
   * @param body of the i-th request
   */
  Outcome run(int rate, Duration duration, IntFunction<byte[]> body) throws InterruptedException {
    Run run = new Run(rate, (int) (rate * duration.toMillis() / 1_000), body);
    vertx.runOnContext(start -> run.begin());
    run.done.await();
    long end = System.nanoTime();
    double[] millis = Arrays.copyOf(run.millis, run.answered);
    Arrays.sort(millis);
    return new Outcome(millis, run.failed, run.fallbacks, (end - run.start) / (double) NANOS);
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** One run; used by the event loop alone until it is done. */
  private final class Run {
    private final int rate;
    private final int pages;
    private final IntFunction<byte[]> body;
    private final double[] millis;
    private final CountDownLatch done = new CountDownLatch(1);
    private long start;
    private int sent;
    private int answered;
    private int failed;
    private int fallbacks;

    Run(int rate, int pages, IntFunction<byte[]> body) {
      this.rate = rate;
      this.pages = pages;
      this.body = body;
      this.millis = new double[pages];
    }

    void begin() {
      start = System.nanoTime();
      vertx.setPeriodic(1, this::sendDue);
    }

    private void sendDue(long timer) {
      while (sent < pages && System.nanoTime() >= due(sent)) {
        long due = due(sent);
        post(body.apply(sent++)).onComplete(result -> landed(due, result));
      }
      if (sent == pages) {
        vertx.cancelTimer(timer);
      }
    }

    private long due(int page) {
      return start + page * NANOS / rate;
    }

    private Future<Buffer> post(byte[] json) {
      RequestOptions options =
          new RequestOptions()
              .setMethod(HttpMethod.POST)
              .setHost(server.getHost())
              .setPort(server.getPort())
              .setURI("/v1/rank")
              .putHeader("content-type", "application/json")
              .setTimeout(TimeUnit.SECONDS.toMillis(30));
      return client
          .request(options)
          .compose(request -> request.send(Buffer.buffer(json)))
          .compose(
              response ->
                  response.statusCode() == 200
                      ? response.body()
                      : Future.failedFuture("status " + response.statusCode()));
    }

    private void landed(long due, io.vertx.core.AsyncResult<Buffer> result) {
      if (result.succeeded()) {
        millis[answered++] = (System.nanoTime() - due) / 1e6;
        fallbacks += result.result().toString().contains(FALLBACK) ? 1 : 0;
      } else {
        failed++;
      }
      if (answered + failed == pages) {
        done.countDown();
      }
    }
  }
}
