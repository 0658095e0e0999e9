package io.pageturner.simulator;

import io.pageturner.domain.RewardWeights;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.PoolOptions;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of a world as clients of a server: they come, page through the feed over HTTP, send
 * what they do, leave and come back. All of it runs on one event loop thread, {@code
 * pageturner-users}.
 */
public final class HttpUsers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpUsers.class);
  private static final long TICK_MILLIS = 10;
  private static final double FIRST_GUESS_OF_PAGES_PER_VISIT = 3;
  private static final long CLOSE_SECONDS = 10;

  private final World world;
  private final RewardWeights weights;
  private final LoadSettings settings;
  private final LongSupplier nanoTime = System::nanoTime;
  private final Vertx vertx;
  private final HttpClient client;
  private final LoadMeter meter;
  private final Pace pace;
  private final Poster poster;
  private final VirtualTimer timer;
  private final Arrivals arrivals;
  private int underWay;
  private long ticker;

  /**
   * Users who stay at home until {@link #start}.
   *
   * @param clock virtual time; the feed opens when it is handed over
   * @param weights score the true rewards of the report
   */
  public HttpUsers(
      World world, AcceleratedClock clock, RewardWeights weights, LoadSettings settings) {
    this.world = world;
    this.weights = weights;
    this.settings = settings;
    vertx =
        Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1))
            .build();
    client =
        vertx
            .httpClientBuilder()
            .with(
                new PoolOptions()
                    .setHttp1MaxSize(settings.maxConnections())
                    .setMaxWaitQueueSize(settings.maxVisits()))
            .build();
    meter = new LoadMeter(nanoTime);
    pace =
        new Pace(
            settings.pagesPerSecond(),
            FIRST_GUESS_OF_PAGES_PER_VISIT,
            settings.slow(),
            nanoTime.getAsLong());
    poster = new Poster(vertx, client, settings, meter, pace, nanoTime);
    timer = new VirtualTimer(vertx, clock, nanoTime);
    arrivals = new Arrivals(world, settings.firstVisit(), clock.instant());
  }

  /** Lets the users come; once. */
  public void start() {
    vertx.runOnContext(
        begin -> {
          Thread.currentThread().setName("pageturner-users");
          ticker = vertx.setPeriodic(TICK_MILLIS, tick -> tick());
        });
  }

  /** Changes the page rate; see {@link LoadSettings#pagesPerSecond}. */
  public void pagesPerSecond(double rate) {
    vertx.runOnContext(change -> pace.pagesPerSecond(rate));
  }

  /** What was seen so far. */
  public LoadReport report() {
    return meter.report();
  }

  /** Sends everybody home: no new request, those in flight are waited for, then all is freed. */
  @Override
  public void close() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    vertx.runOnContext(
        end -> {
          vertx.cancelTimer(ticker);
          timer.stop();
          poster
              .stop()
              .compose(idle -> client.close())
              .compose(gone -> vertx.close())
              .onComplete(done -> closed.complete(null));
        });
    await(closed);
  }

  private void tick() {
    pace.tick(nanoTime.getAsLong());
    while (underWay < settings.maxVisits() && arrivals.due(timer.now()) && pace.tryStart()) {
      begin(arrivals.next());
    }
  }

  private void begin(Arrivals.Arriving arriving) {
    underWay++;
    meter.started();
    Visit visit = world.visit(arriving.user(), arriving.visit(), timer.now());
    HttpVisit driven =
        new HttpVisit(
            visit,
            settings.run() + "." + visit.session(),
            world.silent(arriving.user(), arriving.visit(), settings.silentShare()),
            settings.flush(),
            weights,
            new HttpVisit.Wiring(poster, timer, meter));
    driven
        .play()
        .onFailure(this::abandoned)
        .onComplete(
            over -> {
              underWay--;
              pace.ended(driven.pages());
              arrivals.comeBack(arriving, timer.now().plus(visit.away()));
            });
  }

  private void abandoned(Throwable failure) {
    if (failure instanceof CancellationException) {
      return;
    }
    meter.abandoned();
    meter.failed("POST /v1/rank: " + failure.getMessage());
  }

  private void await(CompletableFuture<Void> closed) {
    try {
      closed.get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      log.warn("users did not leave within {} s; their connections are cut", CLOSE_SECONDS);
      vertx.close();
    }
  }
}
