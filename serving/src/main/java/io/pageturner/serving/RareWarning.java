package io.pageturner.serving;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * A warning that may be due with every request, and is logged once in ten seconds at most, with the
 * number of those held back; what happens in between is counted by the metrics.
 */
public final class RareWarning {
  private static final long PERIOD = TimeUnit.SECONDS.toNanos(10);

  private final Logger log;
  private final LongSupplier nanos;
  private final AtomicLong due;
  private final AtomicLong heldBack = new AtomicLong();

  public RareWarning(Logger log) {
    this(log, System::nanoTime);
  }

  RareWarning(Logger log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
    this.due = new AtomicLong(nanos.getAsLong());
  }

  public void warn(String message, Throwable cause) {
    long now = nanos.getAsLong();
    long next = due.get();
    if (now - next >= 0 && due.compareAndSet(next, now + PERIOD)) {
      log.warn("{} ({} such warnings held back)", message, heldBack.getAndSet(0), cause);
    } else {
      heldBack.incrementAndGet();
    }
  }
}
