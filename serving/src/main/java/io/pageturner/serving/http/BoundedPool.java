package io.pageturner.serving.http;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A fixed number of named threads with a bounded queue; refuses work at once when it is full. */
final class BoundedPool implements AutoCloseable {
  private final ThreadPoolExecutor threads;
  private final Duration patience;

  /**
   * @param patience how long closing waits for running work
   */
  BoundedPool(String name, int size, int maxWaiting, Duration patience) {
    AtomicInteger number = new AtomicInteger();
    this.patience = patience;
    this.threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(maxWaiting),
            task -> urgent(new Thread(task, name + "-" + number.getAndIncrement())));
    threads.prestartAllCoreThreads();
  }

  /** Users wait for these threads: they come before those that train, load and write. */
  @SuppressWarnings("ThreadPriorityCheck") // Latency, not correctness, rests on it.
  private static Thread urgent(Thread thread) {
    thread.setPriority(Thread.MAX_PRIORITY);
    return thread;
  }

  /** Runs {@code task} soon; false when it is refused. */
  boolean offer(Runnable task) {
    try {
      threads.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Finishes what was taken, within the patience. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
