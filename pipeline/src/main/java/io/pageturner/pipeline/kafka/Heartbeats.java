package io.pageturner.pipeline.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that appends a heartbeat to every partition of the event log at a fixed interval.
 *
 * <p>Event time goes on with them where a partition, or the whole feed, is silent: pages whose
 * windows are over come out, and sessions end. They go through the log's own producer, so that an
 * event appended before a heartbeat stands before it.
 */
public final class Heartbeats implements AutoCloseable {
  /** The interval in wall time that the live feed uses. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

  private final KafkaEventLog log;
  private final InstantSource clock;
  private final ScheduledExecutorService thread;

  private Heartbeats(KafkaEventLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread named = new Thread(task, "pageturner-heartbeats");
              named.setDaemon(true);
              return named;
            });
  }

  /**
   * Starts the thread.
   *
   * @param clock the clock that events are stamped with
   * @param interval between heartbeats, in wall time
   */
  public static Heartbeats start(KafkaEventLog log, InstantSource clock, Duration interval) {
    Heartbeats heartbeats = new Heartbeats(log, clock);
    long nanos = interval.toNanos();
    heartbeats.thread.scheduleAtFixedRate(heartbeats::beat, nanos, nanos, TimeUnit.NANOSECONDS);
    return heartbeats;
  }

  /** Stops the thread; the log stays open. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    log.appendHeartbeat(clock.instant()).whenComplete(this::warn);
  }

  private void warn(Void stored, Throwable failure) {
    if (failure != null) {
      LOG.warn("a heartbeat was not stored", failure);
    }
  }
}
