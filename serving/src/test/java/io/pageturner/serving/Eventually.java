package io.pageturner.serving;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is about to do. */
public final class Eventually {
  private static final long DEADLINE = TimeUnit.SECONDS.toNanos(20);

  private Eventually() {}

  /**
   * @throws AssertionError when it does not hold within 20 s
   */
  public static void holds(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > DEADLINE) {
        throw new AssertionError("waited for 20 s in vain: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
