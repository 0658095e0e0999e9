package io.pageturner.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C (or SIGTERM), turned into an orderly stop: the command is told and the process waits until
 * it has closed everything, within a bound.
 */
final class Interruption implements AutoCloseable {
  /** Longer than any process runs. */
  static final Duration FOREVER = Duration.ofDays(100_000);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "shutdown");

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Waits until somebody asks to stop.
   *
   * @return whether somebody did within {@code timeout}
   */
  boolean await(Duration timeout) {
    try {
      return asked.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void stop() {
    asked.countDown();
    try {
      stopped.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that everything is closed. */
  @Override
  public void close() {
    stopped.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is going down already: that is what the hook was for.
    }
  }
}
