package io.pageturner.serving.model;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.lifecycle.Bundle;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one model: loads and warms a new version on its own thread, swaps it in atomically, and
 * frees the old one after its last request (SPEC 7.2).
 *
 * <p>A version that cannot be loaded or warmed changes nothing: the one before goes on serving, the
 * failure is in {@link #history}, and it is tried again, ever more rarely, for as long as no other
 * is asked for. Of several versions asked for the last one wins, also over one that is loading.
 */
public final class ModelServer<M extends ServedModel> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);
  private static final int HISTORY = 1_000;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration RAREST_RETRY = Duration.ofSeconds(30);
  private static final int FIRST_PASSES = 1_000;
  private static final int WARM_STEP = 8;

  /** So many of the newest states a version is warmed with that follows another. */
  private static final int LATER_STATES = 128;

  private static final long WARM_REST_NANOS = 2_000_000;

  private final String name;
  private final ModelLoader<? extends M> loader;
  private final RecordedStates recorded;
  private final InstantSource clock;
  private final Consumer<Swap> listener;
  private final ScheduledExecutorService loading;
  private final AtomicReference<CountedModel<M>> live = new AtomicReference<>();
  private final AtomicReference<Wish> newest = new AtomicReference<>(new Wish(0, Optional.empty()));
  private final AtomicLong settled = new AtomicLong();
  private final Deque<Swap> history = new ArrayDeque<>();

  /**
   * What was asked for.
   *
   * @param ticket one more with each
   * @param version empty for none
   */
  private record Wish(long ticket, Optional<ModelVersion> version) {}

  /**
   * @param name of the model, such as {@code policy}; names the thread
   * @param recorded real states to warm up with
   * @param clock for the history
   * @param listener told of each swap on the loading thread
   */
  public ModelServer(
      String name,
      ModelLoader<? extends M> loader,
      RecordedStates recorded,
      InstantSource clock,
      Consumer<Swap> listener) {
    this.name = name;
    this.loader = loader;
    this.recorded = recorded;
    this.clock = clock;
    this.listener = listener;
    this.loading = new ScheduledThreadPoolExecutor(1, task -> patient(name, task));
  }

  /** Nobody waits for a version as a user waits for a page: requests come first. */
  @SuppressWarnings("ThreadPriorityCheck") // Latency, not correctness, rests on it.
  private static Thread patient(String name, Runnable task) {
    Thread thread = new Thread(task, "model-loader-" + name);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  /**
   * Asks for a version to be served; returns at once.
   *
   * @return completes when the version serves, is superseded, or has failed for the first time
   * @throws RejectedExecutionException when this server is closed
   */
  public CompletableFuture<Swap> serve(Bundle bundle) {
    long ticket = ask(Optional.of(bundle.version()));
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return attempt(bundle, ticket, FIRST_RETRY);
          } finally {
            settled.incrementAndGet();
          }
        },
        loading);
  }

  /**
   * Serves no version from now on, as when a trial ends or the only one is taken back: what is
   * loaded is let go after its last request, and what waits to be loaded is not.
   *
   * @return completes when nothing is served any more
   */
  public CompletableFuture<Void> withdraw() {
    long ticket = ask(Optional.empty());
    return CompletableFuture.runAsync(
        () -> {
          if (wanted(ticket)) {
            letGo(live.getAndSet(null));
          }
          settled.incrementAndGet();
        },
        loading);
  }

  /** As {@link #serve} for a version, {@link #withdraw} for none. */
  public void follow(Optional<Bundle> bundle) {
    bundle.ifPresentOrElse(this::serve, this::withdraw);
  }

  /** The live version for the time of one request; empty when there is none. */
  public Optional<Lease<M>> acquire() {
    for (CountedModel<M> now = live.get(); now != null; now = live.get()) {
      Optional<Lease<M>> lease = now.lease();
      if (lease.isPresent()) {
        return lease;
      }
      // Swapped and freed between the two steps: the next look finds its successor.
    }
    return Optional.empty();
  }

  public Optional<ModelVersion> version() {
    return Optional.ofNullable(live.get()).map(counted -> counted.model().version());
  }

  /** What became of the versions asked for, oldest first, the newest 1,000. */
  public List<Swap> history() {
    synchronized (history) {
      return List.copyOf(history);
    }
  }

  /** The swap that brought the version which serves; empty before the first. */
  public Optional<Swap> lastSwap() {
    return history().stream()
        .filter(swap -> swap.outcome() == Swap.Outcome.SWAPPED)
        .reduce((first, second) -> second);
  }

  /**
   * Whether requests may come: not while the first version asked for is loading or warming. With
   * none asked for, or after the first one failed, the team's own ranking is ready to serve.
   */
  public Readiness readiness() {
    Optional<ModelVersion> version = version();
    if (version.isPresent()) {
      return new Readiness(true, name + " version " + version.get() + " is loaded and warm");
    }
    if (newest.get().ticket() == 0) {
      return new Readiness(true, "no " + name + " yet: the team's ranking is served");
    }
    if (settled.get() < newest.get().ticket()) {
      return new Readiness(false, "the first " + name + " is loading and warming");
    }
    if (newest.get().version().isEmpty()) {
      return new Readiness(true, "the " + name + " was taken back: the team's ranking is served");
    }
    List<Swap> ends = history();
    String why = ends.get(ends.size() - 1).detail();
    return new Readiness(true, "no " + name + " could be loaded (" + why + "): the team's ranking");
  }

  /** Stops loading, lets the live version go, and waits for the loading thread to end. */
  @Override
  public void close() {
    loading.shutdownNow();
    try {
      if (!loading.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.warn("{}: the loading thread is still busy", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    letGo(live.getAndSet(null));
  }

  /**
   * @param next when it is tried again, should it fail
   */
  private Swap attempt(Bundle bundle, long ticket, Duration next) {
    Swap swap = bundleToServe(bundle, ticket);
    if (swap.outcome() == Swap.Outcome.FAILED && wanted(ticket)) {
      retry(bundle, ticket, next);
    }
    remember(swap);
    LOG.info("{}", swap);
    listener.accept(swap);
    return swap;
  }

  private void retry(Bundle bundle, long ticket, Duration after) {
    Duration doubled = after.multipliedBy(2);
    Duration next = doubled.compareTo(RAREST_RETRY) < 0 ? doubled : RAREST_RETRY;
    Runnable again =
        () -> {
          if (wanted(ticket)) {
            attempt(bundle, ticket, next);
          }
        };
    try {
      loading.schedule(again, after.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("{} is not tried again: the server is closed", bundle);
    }
  }

  /** A version that goes on failing is there once, by its newest failure. */
  private void remember(Swap swap) {
    synchronized (history) {
      Swap last = history.peekLast();
      if (last != null
          && last.outcome() == Swap.Outcome.FAILED
          && swap.outcome() == Swap.Outcome.FAILED
          && last.version().equals(swap.version())) {
        history.removeLast();
      }
      history.addLast(swap);
      if (history.size() > HISTORY) {
        history.removeFirst();
      }
    }
  }

  private long ask(Optional<ModelVersion> version) {
    return newest.updateAndGet(last -> new Wish(last.ticket() + 1, version)).ticket();
  }

  private boolean wanted(long ticket) {
    return ticket == newest.get().ticket();
  }

  /** Whether an earlier version, or none, was asked for since. */
  private boolean takenBack(Bundle bundle) {
    Optional<ModelVersion> version = newest.get().version();
    return version.isEmpty() || version.get().number() < bundle.version().number();
  }

  private Swap bundleToServe(Bundle bundle, long ticket) {
    if (!wanted(ticket)) {
      return swap(bundle, Swap.Outcome.SUPERSEDED, Duration.ZERO, Duration.ZERO, "");
    }
    if (version().equals(Optional.of(bundle.version()))) {
      return swap(bundle, Swap.Outcome.UNCHANGED, Duration.ZERO, Duration.ZERO, "");
    }
    try {
      return loadWarmSwap(bundle, ticket);
    } catch (IOException | RuntimeException | Error e) {
      // Errors too, such as a missing native library: the node must tell why it serves no version.
      if (!wanted(ticket)) {
        return swap(bundle, Swap.Outcome.SUPERSEDED, Duration.ZERO, Duration.ZERO, "");
      }
      LOG.error(
          "{} could not be loaded, {}",
          bundle,
          version().map(before -> "version " + before + " goes on").orElse("there is no other"),
          e);
      String why = e instanceof Error ? e.toString() : e.getMessage();
      return swap(bundle, Swap.Outcome.FAILED, Duration.ZERO, Duration.ZERO, why);
    }
  }

  private Swap loadWarmSwap(Bundle bundle, long ticket) throws IOException {
    long start = System.nanoTime();
    M model = loader.load(bundle, () -> wanted(ticket));
    long loaded = System.nanoTime();
    try {
      warm(model);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
    Duration warm = Duration.ofNanos(System.nanoTime() - loaded);
    if (takenBack(bundle)) {
      // Users must not meet it, not even for a moment. One that a later version follows they may:
      // else versions that come faster than they load would never serve.
      model.close();
      return swap(bundle, Swap.Outcome.SUPERSEDED, Duration.ofNanos(loaded - start), warm, "");
    }
    Swap swap = swap(bundle, Swap.Outcome.SWAPPED, Duration.ofNanos(loaded - start), warm, "");
    letGo(live.getAndSet(new CountedModel<>(model)));
    return swap;
  }

  /**
   * The first version at full speed, and often enough for the JIT to compile what executes it. For
   * later ones it has: they take fewer states, in small steps with rests between them, so that a
   * swap leaves the cores to requests. After a start nothing has been recorded: then the bundle
   * tells requests of the process that wrote it.
   */
  private void warm(M model) {
    List<State> seen = recorded.snapshot();
    List<State> states = seen.isEmpty() ? List.of(State.EMPTY) : seen;
    if (live.get() == null) {
      for (int passes = 0; passes < FIRST_PASSES; passes += states.size()) {
        model.warm(states);
        passes += seen.isEmpty() ? model.warmOnBundle() : 0;
      }
      return;
    }
    int oldest = Math.max(0, states.size() - LATER_STATES);
    for (int from = oldest; from < states.size(); from += WARM_STEP) {
      model.warm(states.subList(from, Math.min(states.size(), from + WARM_STEP)));
      LockSupport.parkNanos(WARM_REST_NANOS);
    }
  }

  private Swap swap(
      Bundle bundle, Swap.Outcome outcome, Duration load, Duration warm, String detail) {
    Instant now = clock.instant();
    Duration age = Duration.between(bundle.lineage().createdAt(), now);
    return new Swap(bundle.version(), outcome, version(), now, load, warm, age, detail);
  }

  private void letGo(CountedModel<M> old) {
    if (old != null) {
      old.release();
    }
  }
}
