package io.pageturner.serving.remote;

import io.pageturner.domain.State;
import io.pageturner.features.EncodedState;
import io.pageturner.features.Encoder;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.lifecycle.Weights;
import io.pageturner.serving.Deadline;
import io.pageturner.serving.model.Actor;
import io.pageturner.serving.model.StateTensors;
import io.pageturner.serving.model.UnreachableException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Executes policies in a TensorFlow Serving that serves the same models directory.
 *
 * <p>Pages are answered in bounded time: a call has a timeout, and after one that did not reach the
 * server, or was not answered in time, it is left in peace for a second, in which every call fails
 * at once; the team's ranking stands in. A version that it does not have, or that answers with
 * something else than an action, fails alone.
 */
public final class RemoteRuntime implements Actor.Execution, AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  /** How far an answer may lie from that of the bundle's own weights: floats, summed otherwise. */
  private static final double SAME = 1e-4;

  private final RemoteSettings settings;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Predict predict;
  private final AtomicLong askAgainAt = new AtomicLong(System.nanoTime());

  public RemoteRuntime(RemoteSettings settings) {
    this.settings = settings;
    this.predict =
        settings.grpc() ? new GrpcPredict(vertx, settings) : new RestPredict(vertx, settings);
  }

  /**
   * Waits until the server has the version, and makes sure that it is this bundle's network.
   *
   * @throws IOException when it does not have it in time or before another version is asked for, or
   *     answers otherwise than the bundle does
   */
  @Override
  public Actor ready(
      Bundle bundle, Encoder encoder, Weights weights, PolicySpec spec, BooleanSupplier wanted)
      throws IOException {
    Predict.Model model =
        new Predict.Model(
            bundle.name(), bundle.version(), StateTensors.Shapes.of(encoder, spec.actions()));
    EncodedState probe = encoder.encode(State.EMPTY);
    ItemEmbeddings none = encoder.embeddings();
    double[] expected =
        Actor.Execution.IN_PROCESS
            .ready(bundle, encoder, weights, spec, wanted)
            .unitAction(probe, none);
    double[] answered = await(model, StateTensors.of(encoder.config(), probe, none), wanted);
    if (!alike(expected, answered)) {
      throw new IOException(
          settings.address()
              + " answers "
              + Arrays.toString(answered)
              + " as "
              + model
              + ", whose bundle answers "
              + Arrays.toString(expected)
              + ": it serves another directory");
    }
    return new RemoteActor(this, model, encoder.config());
  }

  private static boolean alike(double[] expected, double[] answered) {
    boolean alike = expected.length == answered.length;
    for (int i = 0; alike && i < expected.length; i++) {
      alike = Math.abs(expected[i] - answered[i]) <= SAME;
    }
    return alike;
  }

  private double[] await(Predict.Model model, StateTensors state, BooleanSupplier wanted)
      throws IOException {
    long giveUp = System.nanoTime() + settings.loadTimeout().toNanos();
    while (true) {
      try {
        return answer(model, state, settings.timeout());
      } catch (ExecutionException | TimeoutException e) {
        if (!wanted.getAsBoolean()) {
          throw new IOException(model + " is no longer waited for: another one is asked for", e);
        }
        if (System.nanoTime() - giveUp > 0) {
          throw new IOException(
              settings.address() + " does not answer as " + model + ": " + e.getMessage(), e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for " + model);
      }
      pause();
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a version");
    }
  }

  /**
   * One page's answer.
   *
   * @param deadline until when the page waits; the settings' timeout may end before
   * @throws UnreachableException when there is none in time
   * @throws WrongAnswerException when it is not an action, or the server does not have the version
   */
  double[] ask(Predict.Model model, StateTensors state, Deadline deadline) {
    if (System.nanoTime() - askAgainAt.get() < 0) {
      throw new UnreachableException(settings.address() + " did not answer a moment ago", null);
    }
    Duration left = deadline.remaining();
    boolean hurried = left.compareTo(settings.timeout()) < 0;
    if (left.toMillis() < 1) {
      throw new UnreachableException("no time is left to ask " + settings.address(), null);
    }
    try {
      return answer(model, state, hurried ? left : settings.timeout());
    } catch (ExecutionException | TimeoutException e) {
      String what = settings.address() + " does not answer as " + model;
      if (e.getCause() instanceof WrongAnswerException) {
        throw new WrongAnswerException(what + ": " + e.getCause().getMessage(), e);
      }
      if (!hurried || !timedOut(e)) {
        askAgainAt.set(System.nanoTime() + PAUSE_NANOS);
      }
      throw new UnreachableException(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("interrupted while waiting for " + settings.address(), e);
    }
  }

  /** A page that came late says nothing about the server when its own time runs out. */
  private static boolean timedOut(Exception e) {
    return e instanceof TimeoutException || e.getCause() instanceof TimeoutException;
  }

  private double[] answer(Predict.Model model, StateTensors state, Duration timeout)
      throws ExecutionException, TimeoutException, InterruptedException {
    return predict
        .unitAction(model, state, timeout)
        .toCompletionStage()
        .toCompletableFuture()
        .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    try {
      vertx.close().await(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("Vert.x did not stop within 10 s", e);
    }
  }
}
