package io.pageturner.serving.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pageturner.features.FeatureConfig;
import io.pageturner.lifecycle.Versions;
import io.pageturner.serving.Deadline;
import io.pageturner.serving.event.EventService;
import io.pageturner.serving.event.EventSettings;
import io.pageturner.serving.metrics.ServingMetrics;
import io.pageturner.serving.model.ModelServer;
import io.pageturner.serving.model.RecordedStates;
import io.pageturner.serving.monitor.MonitorSource;
import io.pageturner.serving.rank.Objectives;
import io.pageturner.serving.rank.RankService;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The HTTP server: bounds, routes and threads around the services (SPEC 7; {@code openapi.json} is
 * its description for clients).
 *
 * <p>The event loop only reads and writes bytes. Ranking and feedback run on a bounded pool that
 * refuses with 503 when it is full; everything else has a small pool of its own, so that an
 * overloaded server can still be looked at.
 */
public final class HttpApi implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpSettings settings;
  private final ApiKeys keys;
  private final ServingMetrics metrics;
  private final Routes routes;
  private final Vertx vertx;
  private final BoundedPool requests;
  private final BoundedPool admin;
  private final HttpServer server;

  /**
   * A model: who decides which version is live, and what serves it.
   *
   * @param versions its controller
   * @param server its server
   */
  public record Model(Versions versions, ModelServer<?> server) {
    ModelsEndpoints endpoints(Json json) {
      return new ModelsEndpoints(json, versions, Optional.of(server));
    }
  }

  /**
   * What the API of a process is a shell around that decides about versions and serves no pages.
   *
   * @param agents the versions of the agents' models by name, in order, one or more; others may
   *     come after them
   * @param rankers those of the ranking models
   * @param reconfiguration reads the configuration again
   * @param registry what {@code /metrics} shows
   */
  public record VersionsParts(
      Supplier<Map<String, Versions>> agents,
      Versions rankers,
      Reconfiguration reconfiguration,
      ServingMetrics metrics,
      PrometheusMeterRegistry registry) {}

  /**
   * What the API is a shell around.
   *
   * @param objectives names of the scores in a request
   * @param eventSettings for the greatest batch
   * @param agents the agents' models by name, in order, one or more: {@code /v1/models} is the
   *     first's; others may come after them
   * @param rankers the ranking models
   * @param recorded the newest states that pages were decided on
   * @param reconfiguration reads the configuration again
   * @param registry what {@code /metrics} shows
   */
  public record Parts(
      FeatureConfig features,
      Objectives objectives,
      RankService rank,
      EventService events,
      EventSettings eventSettings,
      Supplier<Map<String, Model>> agents,
      Model rankers,
      RecordedStates recorded,
      Reconfiguration reconfiguration,
      MonitorSource monitor,
      InstantSource clock,
      ServingMetrics metrics,
      PrometheusMeterRegistry registry) {}

  private HttpApi(HttpSettings settings, Access access, ServingMetrics metrics, Routes routes) {
    this.settings = settings;
    this.keys = access.keys();
    this.metrics = metrics;
    this.routes = routes;
    this.requests =
        new BoundedPool("http-requests", settings.threads(), settings.maxWaiting(), PATIENCE);
    this.admin = new BoundedPool("http-admin", 2, 64, PATIENCE);
    this.vertx = Vertx.vertx(vertxOptions());
    vertx.runOnContext(loop -> makeUrgent(Thread.currentThread()));
    this.server = vertx.createHttpServer(options(settings, access)).requestHandler(this::accept);
  }

  /** One event loop, and no cache of files on disk: none is served from there. */
  @SuppressWarnings("ThreadPriorityCheck") // Latency, not correctness, rests on it.
  private static void makeUrgent(Thread loop) {
    loop.setPriority(Thread.MAX_PRIORITY);
  }

  private static VertxOptions vertxOptions() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  private static HttpServerOptions options(HttpSettings settings, Access access) {
    HttpServerOptions options = new HttpServerOptions();
    access.tls().ifPresent(tls -> options.setSsl(true).setKeyCertOptions(tls));
    return options
        .setHost(settings.host())
        .setPort(settings.port())
        .setTcpNoDelay(true)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout((int) settings.idleTimeout().toMillis());
  }

  /**
   * Starts listening.
   *
   * @throws IOException that names the address when it cannot be listened on, or must not because
   *     other machines reach it and no key is asked for
   */
  public static HttpApi start(HttpSettings settings, Access access, Parts parts)
      throws IOException {
    Routes routes = ApiRoutes.of(new Json(settings.maxDepth()), parts);
    return start(settings, access, parts.metrics(), routes);
  }

  /**
   * Starts listening for those who look at versions, or change which one serves, and for nobody
   * else.
   *
   * @throws IOException as the other
   */
  public static HttpApi start(HttpSettings settings, Access access, VersionsParts parts)
      throws IOException {
    Routes routes = ApiRoutes.of(new Json(settings.maxDepth()), parts);
    return start(settings, access, parts.metrics(), routes);
  }

  private static HttpApi start(
      HttpSettings settings, Access access, ServingMetrics metrics, Routes routes)
      throws IOException {
    access.requireFit(settings.host());
    HttpApi api = new HttpApi(settings, access, metrics, routes);
    try {
      api.server.listen().await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return api;
    } catch (RuntimeException | TimeoutException e) {
      api.close();
      throw new IOException(
          "cannot listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
    }
  }

  /** The port that is listened on. */
  public int port() {
    return server.actualPort();
  }

  /** Finishes the requests that were taken, within 10 s, and stops listening. */
  @Override
  public void close() {
    requests.close();
    admin.close();
    try {
      vertx.close().await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("Vert.x did not stop within " + PATIENCE, e);
    }
  }

  private void accept(HttpServerRequest request) {
    Exchange exchange = new Exchange(request, metrics);
    try {
      Routes.Found found = routes.find(request.method().name(), request.path());
      exchange.routed(found.route());
      Optional<String> caller =
          keys.admit(request::getHeader, found.route().scope(), exchange::calledBy);
      if (found.route().audited()) {
        CrossSite.refuse(request, keys.asked(), settings.host());
      }
      if (found.route().takesBody()) {
        requireJson(request);
        readAndRun(exchange, found, caller);
      } else {
        run(exchange, found, new byte[0], caller);
      }
    } catch (ApiException e) {
      exchange.fail(e);
    }
  }

  private static void requireJson(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    boolean json = type != null && type.split(";")[0].strip().equalsIgnoreCase(Answer.JSON);
    if (!json && !bodiless(request)) {
      throw new ApiException(
          415,
          "unsupported_media_type",
          "Content-Type must be application/json, was " + (type == null ? "missing" : type));
    }
  }

  /** As {@code curl -X POST} sends it. */
  private static boolean bodiless(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    boolean none = length == null && request.getHeader("Transfer-Encoding") == null;
    return "0".equals(length) || (none && request.version() != HttpVersion.HTTP_2);
  }

  private void readAndRun(Exchange exchange, Routes.Found found, Optional<String> caller) {
    BodyReader.read(
        exchange.request(),
        settings.maxBodyBytes(),
        body -> {
          exchange.arrived();
          run(exchange, found, body, caller);
        },
        () -> exchange.fail(tooLarge()));
  }

  private ApiException tooLarge() {
    return new ApiException(
        413, "body_too_large", "a body has at most " + settings.maxBodyBytes() + " bytes");
  }

  private void run(Exchange exchange, Routes.Found found, byte[] body, Optional<String> caller) {
    Deadline deadline = Deadline.after(exchange.start(), settings.deadline());
    ApiRequest request = new ApiRequest(found.parameters(), body, deadline, caller);
    Runnable task = () -> answer(exchange, found.route().endpoint(), request);
    boolean taken =
        switch (found.route().lane()) {
          case EVENT_LOOP -> {
            task.run();
            yield true;
          }
          case REQUESTS -> requests.offer(task);
          case ADMIN -> admin.offer(task);
        };
    if (!taken) {
      exchange.fail(
          new ApiException(
              ApiError.tryAgain(
                  "overloaded",
                  "more than " + settings.maxWaiting() + " requests are waiting; try again")));
    }
  }

  private static void answer(Exchange exchange, Endpoint endpoint, ApiRequest request) {
    try {
      endpoint
          .answer(request)
          .whenComplete(
              (answer, failure) -> {
                if (failure == null) {
                  exchange.answer(answer);
                } else {
                  exchange.fail(failure);
                }
              });
    } catch (IOException | RuntimeException e) {
      exchange.fail(e);
    }
  }
}
