package io.pageturner.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The counters behind a {@link LoadReport}; safe for many threads. */
final class LoadMeter {
  private static final int SECONDS_KEPT = 3_600;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final LongSupplier nanoTime;
  private final long startNanos;
  private final LatencyHistogram rank = new LatencyHistogram();
  private final LatencyHistogram events = new LatencyHistogram();
  private final Deque<SecondCounts> seconds = new ArrayDeque<>();
  private final Map<String, RunningEstimate> rewards = new HashMap<>();
  private long started;
  private long left;
  private long silent;
  private long abandoned;
  private long accepted;
  private long rejected;
  private long refused;
  private long movedOn;
  private long failed;
  private String firstFailure;

  LoadMeter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  synchronized void started() {
    started++;
  }

  /** A visit ended; its reward counts for the bucket. */
  synchronized void ended(String bucket, double reward, boolean saidSo) {
    left += saidSo ? 1 : 0;
    silent += saidSo ? 0 : 1;
    rewards.computeIfAbsent(bucket, name -> new RunningEstimate()).add(reward);
  }

  synchronized void abandoned() {
    abandoned++;
  }

  /** A page of this model version came that was due at {@code dueNanos}. */
  synchronized void page(long dueNanos, long modelVersion) {
    long nanos = nanoTime.getAsLong() - dueNanos;
    rank.add(nanos);
    second().add(nanos, modelVersion);
  }

  synchronized void events(long dueNanos, int acceptedEvents, int rejectedEvents) {
    events.add(nanoTime.getAsLong() - dueNanos);
    accepted += acceptedEvents;
    rejected += rejectedEvents;
  }

  synchronized void refused() {
    refused++;
  }

  synchronized void movedOn() {
    movedOn++;
  }

  synchronized void failed(String reason) {
    failed++;
    second().failed++;
    firstFailure = firstFailure == null ? reason : firstFailure;
  }

  synchronized LoadReport report() {
    Map<String, Estimate> byBucket = new TreeMap<>();
    rewards.forEach((bucket, running) -> byBucket.put(bucket, running.estimate()));
    return new LoadReport(
        new LoadReport.Visits(started, left, silent, abandoned),
        new LoadReport.Requests(rank.count(), accepted, rejected, refused, movedOn, failed),
        Optional.ofNullable(firstFailure),
        LoadReport.Latency.of(rank),
        LoadReport.Latency.of(events),
        seconds.stream().map(SecondCounts::report).toList(),
        byBucket);
  }

  private SecondCounts second() {
    long second = (nanoTime.getAsLong() - startNanos) / NANOS_PER_SECOND;
    if (seconds.isEmpty() || seconds.getLast().second != second) {
      seconds.addLast(new SecondCounts(second));
      if (seconds.size() > SECONDS_KEPT) {
        seconds.removeFirst();
      }
    }
    return seconds.getLast();
  }

  private static final class SecondCounts {
    private final long second;
    private final LatencyHistogram latencies = new LatencyHistogram();
    private long modelVersion;
    private long failed;

    SecondCounts(long second) {
      this.second = second;
    }

    void add(long nanos, long version) {
      latencies.add(nanos);
      modelVersion = Math.max(modelVersion, version);
    }

    LoadReport.Second report() {
      return new LoadReport.Second(second, LoadReport.Latency.of(latencies), modelVersion, failed);
    }
  }
}
