package io.pageturner.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Waits on the event loop until the virtual clock shows a time, or until it is stopped. */
final class VirtualTimer {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Vertx vertx;
  private final AcceleratedClock clock;
  private final LongSupplier nanoTime;
  private boolean stopped;

  VirtualTimer(Vertx vertx, AcceleratedClock clock, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  Instant now() {
    return clock.instant();
  }

  /** From now on every wait, those under way too, ends in a {@link CancellationException}. */
  void stop() {
    stopped = true;
  }

  /**
   * Completes when the clock shows {@code due}, never before, with the nanosecond time at which it
   * was meant to.
   */
  Future<Long> at(Instant due) {
    long wait = clock.wallUntil(due).toNanos();
    long dueNanos = nanoTime.getAsLong() + wait;
    if (wait == 0) {
      return ring(dueNanos);
    }
    long millis = (wait + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    return vertx.timer(millis, TimeUnit.MILLISECONDS).compose(rung -> ring(dueNanos));
  }

  private Future<Long> ring(long dueNanos) {
    return stopped
        ? Future.failedFuture(new CancellationException("the users were sent home"))
        : Future.succeededFuture(dueNanos);
  }
}
