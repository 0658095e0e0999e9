package io.pageturner.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.Manifest;
import io.pageturner.serving.Eventually;
import io.pageturner.serving.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelServerTest {
  private final Map<Long, FakeModel> models = new ConcurrentHashMap<>();
  private final RecordedStates recorded = new RecordedStates(4);
  private final List<Swap> told = new ArrayList<>();
  private ModelServer<FakeModel> server = server(bundle -> new FakeModel(bundle.version()));

  /** A model that knows how it was treated. */
  private static final class FakeModel implements ServedModel {
    private final ModelVersion version;
    private final AtomicInteger closed = new AtomicInteger();
    private volatile List<State> warmedWith = List.of();
    private volatile boolean usedAfterClose;

    FakeModel(ModelVersion version) {
      this.version = version;
    }

    void use() {
      usedAfterClose |= closed.get() > 0;
    }

    @Override
    public ModelVersion version() {
      return version;
    }

    @Override
    public void warm(List<State> states) {
      warmedWith = states;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aVersionIsWarmedWithRecordedStatesBeforeItServes() {
    recorded.record(State.EMPTY);
    Swap swap = server.serve(bundle(1)).join();
    assertThat(swap.outcome()).isEqualTo(Swap.Outcome.SWAPPED);
    assertThat(swap.age()).isEqualTo(Duration.ofSeconds(30));
    assertThat(models.get(1L).warmedWith).containsExactly(State.EMPTY);
    assertThat(server.version()).contains(new ModelVersion(1));
    assertThat(told).containsExactly(swap);
  }

  @Test
  void theOldVersionIsClosedOnceAndOnlyAfterItsLastRequest() {
    server.serve(bundle(1)).join();
    Lease<FakeModel> first = server.acquire().orElseThrow();
    Lease<FakeModel> second = server.acquire().orElseThrow();
    server.serve(bundle(2)).join();
    assertThat(server.version()).contains(new ModelVersion(2));
    first.close();
    first.close();
    assertThat(models.get(1L).closed).hasValue(0);
    second.close();
    assertThat(models.get(1L).closed).hasValue(1);
  }

  @Test
  void swapsUnderLoadFailNoRequestAndUseNoClosedModel() throws Exception {
    server.serve(bundle(1)).join();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(2);
    List<Future<Long>> requests = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      requests.add(clients.submit(() -> requestUntil(over)));
    }
    for (int version = 2; version <= 100; version++) {
      server.serve(bundle(version)).join();
    }
    over.set(true);
    for (Future<Long> request : requests) {
      assertThat(request.get(30, TimeUnit.SECONDS)).isPositive();
    }
    clients.shutdown();
    for (FakeModel model : models.values()) {
      assertThat(model.usedAfterClose).isFalse();
      assertThat(model.closed).hasValue(model.version.number() == 100 ? 0 : 1);
    }
  }

  private long requestUntil(AtomicBoolean over) {
    long served = 0;
    while (!over.get()) {
      try (Lease<FakeModel> lease = server.acquire().orElseThrow()) {
        lease.model().use();
        served++;
      }
    }
    return served;
  }

  @Test
  void aVersionThatCannotBeLoadedLeavesTheOldOneServing() {
    server = server(this::onlyOddVersions);
    server.serve(bundle(1)).join();
    Swap failed = server.serve(bundle(2)).join();
    assertThat(failed.outcome()).isEqualTo(Swap.Outcome.FAILED);
    assertThat(failed.detail()).isEqualTo("even");
    assertThat(server.version()).contains(new ModelVersion(1));
    assertThat(models.get(1L).closed).hasValue(0);
    assertThat(server.serve(bundle(3)).join().outcome()).isEqualTo(Swap.Outcome.SWAPPED);
  }

  @Test
  void aVersionThatFailedIsTriedAgain() {
    AtomicInteger attempts = new AtomicInteger();
    server =
        server(
            bundle -> {
              if (attempts.incrementAndGet() < 3) {
                throw new IOException("the store is away");
              }
              return new FakeModel(bundle.version());
            });
    assertThat(server.serve(bundle(1)).join().outcome()).isEqualTo(Swap.Outcome.FAILED);
    Eventually.holds("it serves", () -> server.version().isPresent());
    assertThat(server.history())
        .extracting(Swap::outcome)
        .as("failures of one version are told once")
        .containsExactly(Swap.Outcome.FAILED, Swap.Outcome.SWAPPED);
  }

  @Test
  void aVersionThatFailedIsLeftAloneOnceAnotherIsAskedFor() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    server =
        server(
            bundle -> {
              attempts.incrementAndGet();
              return onlyOddVersions(bundle);
            });
    server.serve(bundle(2)).join();
    server.serve(bundle(3)).join();
    TimeUnit.MILLISECONDS.sleep(1_500); // Longer than until the first retry.
    assertThat(attempts).hasValue(2);
    assertThat(server.version()).contains(new ModelVersion(3));
  }

  @Test
  void anErrorIsAFailureLikeAnother() {
    server =
        server(
            bundle -> {
              throw new NoClassDefFoundError("native");
            });
    Swap failed = server.serve(bundle(1)).join();
    assertThat(failed.outcome()).isEqualTo(Swap.Outcome.FAILED);
    assertThat(failed.detail()).contains("NoClassDefFoundError: native");
    assertThat(server.readiness().ready()).isTrue();
  }

  @Test
  void aVersionThatWasRolledBackWhileItLoadedIsNotSwappedIn() {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch mayLoad = new CountDownLatch(1);
    server =
        server(
            bundle -> {
              if (bundle.version().number() == 2) {
                loading.countDown();
                await(mayLoad);
              }
              return new FakeModel(bundle.version());
            });
    server.serve(bundle(1)).join();
    CompletableFuture<Swap> second = server.serve(bundle(2));
    await(loading);
    CompletableFuture<Swap> back = server.serve(bundle(1));
    mayLoad.countDown();
    assertThat(second.join().outcome()).isEqualTo(Swap.Outcome.SUPERSEDED);
    assertThat(back.join().outcome()).isEqualTo(Swap.Outcome.UNCHANGED);
    assertThat(models.get(2L).closed).hasValue(1);
  }

  @Test
  void aVersionServesThatALaterOneFollowedWhileItLoaded() {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch mayLoad = new CountDownLatch(1);
    server = slowServer(loading, mayLoad);
    CompletableFuture<Swap> first = server.serve(bundle(1));
    await(loading);
    CompletableFuture<Swap> second = server.serve(bundle(2));
    mayLoad.countDown();
    assertThat(first.join().outcome()).isEqualTo(Swap.Outcome.SWAPPED);
    assertThat(second.join().outcome()).isEqualTo(Swap.Outcome.SWAPPED);
  }

  @Test
  void aVersionThatWasWithdrawnWhileItLoadedNeverServes() {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch mayLoad = new CountDownLatch(1);
    server = slowServer(loading, mayLoad);
    CompletableFuture<Swap> first = server.serve(bundle(1));
    await(loading);
    CompletableFuture<Void> withdrawn = server.withdraw();
    mayLoad.countDown();
    withdrawn.join();
    assertThat(first.join().outcome()).isEqualTo(Swap.Outcome.SUPERSEDED);
    assertThat(models.get(1L).closed).hasValue(1);
  }

  @Test
  void aLoaderThatWaitsGivesUpWhenAnotherVersionIsAskedFor() {
    ModelServer<FakeModel> waiting =
        new ModelServer<>("policy", new Waiting(), recorded, new SettableClock(), told::add);
    CompletableFuture<Swap> first = waiting.serve(bundle(1));
    CompletableFuture<Swap> second = waiting.serve(bundle(2));
    assertThat(first.join().outcome()).isEqualTo(Swap.Outcome.SUPERSEDED);
    assertThat(second.join().outcome()).isEqualTo(Swap.Outcome.SWAPPED);
    waiting.close();
  }

  /** Waits for the first version for as long as it is wanted. */
  private static final class Waiting implements ModelLoader<FakeModel> {
    @Override
    public FakeModel load(Bundle bundle) {
      return new FakeModel(bundle.version());
    }

    @Override
    public FakeModel load(Bundle bundle, BooleanSupplier wanted) throws IOException {
      if (bundle.version().number() == 1) {
        Eventually.holds("another one is asked for", () -> !wanted.getAsBoolean());
        throw new IOException("given up");
      }
      return load(bundle);
    }
  }

  private FakeModel onlyOddVersions(Bundle bundle) throws IOException {
    if (bundle.version().number() % 2 == 0) {
      throw new IOException("even");
    }
    return new FakeModel(bundle.version());
  }

  @Test
  void aVersionThatFailsItsWarmUpIsClosedAndNotServed() {
    AtomicInteger closed = new AtomicInteger();
    ModelServer<ServedModel> fragile =
        new ModelServer<>(
            "fragile", bundle -> new Fragile(closed), recorded, new SettableClock(), told::add);
    assertThat(fragile.serve(bundle(1)).join().outcome()).isEqualTo(Swap.Outcome.FAILED);
    assertThat(fragile.acquire()).isEmpty();
    assertThat(closed).hasValue(1);
    assertThat(fragile.readiness().ready()).isTrue();
    assertThat(fragile.readiness().reason()).contains("cold");
    fragile.close();
  }

  private record Fragile(AtomicInteger closed) implements ServedModel {
    @Override
    public ModelVersion version() {
      return new ModelVersion(1);
    }

    @Override
    public void warm(List<State> recorded) {
      throw new IllegalStateException("cold");
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void itIsReadyWithoutAModelAndNotWhileTheFirstIsLoading() throws Exception {
    CountDownLatch mayLoad = new CountDownLatch(1);
    server =
        server(
            bundle -> {
              await(mayLoad);
              return new FakeModel(bundle.version());
            });
    assertThat(server.readiness().ready()).isTrue();
    CompletableFuture<Swap> first = server.serve(bundle(1));
    assertThat(server.readiness().ready()).isFalse();
    mayLoad.countDown();
    first.get(10, TimeUnit.SECONDS);
    assertThat(server.readiness().ready()).isTrue();
    assertThat(server.readiness().reason()).contains("version 1");
  }

  @Test
  void ofSeveralWaitingVersionsOnlyTheLastIsLoaded() {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch mayLoad = new CountDownLatch(1);
    server = slowServer(loading, mayLoad);
    server.serve(bundle(1));
    await(loading);
    CompletableFuture<Swap> second = server.serve(bundle(2));
    CompletableFuture<Swap> third = server.serve(bundle(3));
    mayLoad.countDown();
    assertThat(third.join().outcome()).isEqualTo(Swap.Outcome.SWAPPED);
    assertThat(second.join().outcome()).isEqualTo(Swap.Outcome.SUPERSEDED);
    assertThat(models).doesNotContainKey(2L);
  }

  @Test
  void theVersionThatServesIsNotLoadedAgain() {
    server.serve(bundle(1)).join();
    assertThat(server.serve(bundle(1)).join().outcome()).isEqualTo(Swap.Outcome.UNCHANGED);
  }

  @Test
  void closingLetsTheLiveVersionGo() {
    server.serve(bundle(1)).join();
    server.close();
    assertThat(models.get(1L).closed).hasValue(1);
    assertThat(server.acquire()).isEmpty();
  }

  /** Tells when it has begun to load a version, and goes on when it may. */
  private ModelServer<FakeModel> slowServer(CountDownLatch loading, CountDownLatch mayLoad) {
    return server(
        bundle -> {
          loading.countDown();
          await(mayLoad);
          return new FakeModel(bundle.version());
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ModelServer<FakeModel> server(ModelLoader<FakeModel> loader) {
    return new ModelServer<>(
        "policy",
        bundle -> {
          FakeModel model = loader.load(bundle);
          models.put(bundle.version().number(), model);
          return model;
        },
        recorded,
        new SettableClock(),
        told::add);
  }

  private static Bundle bundle(long version) {
    return new Bundle(
        Path.of("nowhere"),
        new Manifest(
            "policy",
            new ModelVersion(version),
            TestBundles.candidate(1, TestBundles.NONE).lineage(),
            new TreeMap<>()));
  }
}
