package io.pageturner.pipeline.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream job under way, on a Flink inside of this process or on a cluster.
 *
 * <p>A start continues from the newest complete checkpoint; {@link #close} stops with a last one. A
 * job on a cluster outlives a process that is killed: the next start finds it and goes on with it.
 * Safe for many threads.
 */
public final class StreamJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamJob.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final int POLL_MILLIS = 20;

  private final PipelineSettings settings;
  private final JobClient client;
  private final CompletableFuture<?> result;
  private final OrphanFiles orphans;

  private StreamJob(PipelineSettings settings, JobClient client, OrphanFiles orphans) {
    this.settings = settings;
    this.client = client;
    this.orphans = orphans;
    this.result = client.getJobExecutionResult();
  }

  /** How the job is doing. */
  public enum State {
    /** Being deployed, or deployed again after a failure from its last checkpoint. */
    STARTING,
    RUNNING,
    STOPPED,
    FAILED
  }

  /**
   * How the job is doing.
   *
   * @param cause why it has failed for good
   */
  public record Status(State state, Optional<Throwable> cause) {}

  /**
   * Submits the job; its topics must exist.
   *
   * @throws IllegalStateException when it cannot be submitted
   */
  public static StreamJob start(PipelineSettings settings) {
    return start(settings, JobGraph::build);
  }

  /** What is added to an environment: see {@link JobGraph#build}. */
  @FunctionalInterface
  interface Graph {
    void build(StreamExecutionEnvironment environment, PipelineSettings settings, int partitions);
  }

  /** Submits a job of another graph, for measurements. */
  static StreamJob start(PipelineSettings settings, Graph graph) {
    Optional<FlinkCluster> cluster =
        Optional.of(settings.jobManager())
            .filter(address -> !address.isEmpty())
            .map(FlinkCluster::new);
    Optional<JobClient> running = cluster.flatMap(flink -> flink.find(settings.jobName()));
    if (running.isPresent()) {
      LOG.info("stream job {} runs on {} already", running.get().getJobID(), cluster.get());
      return new StreamJob(settings, running.get(), OrphanFiles.NONE);
    }
    return submit(settings, graph, cluster);
  }

  private static StreamJob submit(
      PipelineSettings settings, Graph graph, Optional<FlinkCluster> cluster) {
    Optional<String> checkpoint = new CheckpointDirectory(settings.checkpoints()).newest();
    LOG.info("stream job starts {}", checkpoint.map(c -> "from " + c).orElse("anew"));
    OrphanFiles orphans = OrphanFiles.in(settings.samples());
    StreamExecutionEnvironment environment =
        cluster
            .map(flink -> flink.environment(JobConfiguration.job(settings, checkpoint)))
            .orElseGet(
                () ->
                    StreamExecutionEnvironment.createLocalEnvironment(
                        JobConfiguration.embedded(settings, checkpoint)));
    environment.setParallelism(settings.parallelism());
    graph.build(environment, settings, settings.topics().partitions(settings.kafka()));
    try {
      return new StreamJob(settings, environment.executeAsync(settings.jobName()), orphans);
    } catch (Exception e) {
      throw new IllegalStateException("the stream job cannot be started", e);
    }
  }

  public Status status() {
    Optional<Throwable> failure = failure();
    if (failure.isPresent()) {
      return new Status(State.FAILED, failure);
    }
    if (result.isDone()) {
      return new Status(State.STOPPED, Optional.empty());
    }
    JobStatus status = answer(ask(JobClient::getJobStatus));
    return new Status(
        status == JobStatus.RUNNING ? State.RUNNING : State.STARTING, Optional.empty());
  }

  /** Live figures, from the last start or restart on; all zero while the job is not running. */
  public Map<Count, Long> counts() {
    Map<String, Object> accumulators = accumulators();
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    for (Count count : Count.values()) {
      counts.put(count, (Long) accumulators.getOrDefault(count.name(), 0L));
    }
    return counts;
  }

  /** Event time up to which readers of committed records have every result; empty at first. */
  public Optional<Instant> committedTime() {
    Object time = accumulators().get(CommittedTime.NAME);
    return time == null || time.equals(Long.MIN_VALUE)
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli((Long) time));
  }

  /**
   * Waits until every result up to event time {@code time} is committed.
   *
   * @return false when it was not within {@code timeout}, or the job has ended
   */
  public boolean awaitCommitted(Instant time, Duration timeout) throws InterruptedException {
    return await(
        () -> committedTime().filter(committed -> !committed.isBefore(time)).isPresent(), timeout);
  }

  /**
   * Waits until the job has read an event.
   *
   * @return false when it had not within {@code timeout}, or the job has ended
   */
  boolean awaitFirstEvent(Duration timeout) throws InterruptedException {
    return await(() -> counts().get(Count.EVENTS) > 0, timeout);
  }

  /** Flink tells a job's figures only when asked, so it is asked again and again. */
  private boolean await(BooleanSupplier reached, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!result.isDone() && System.nanoTime() < deadline) {
      if (reached.getAsBoolean()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return false;
  }

  /** Stops with a savepoint within half a minute; without one when that is not possible. */
  @Override
  public void close() {
    if (result.isDone()) {
      return;
    }
    try {
      String savepoint =
          ask(asked ->
                  asked.stopWithSavepoint(
                      false, settings.checkpoints(), SavepointFormatType.NATIVE))
              .get(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      result.get(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("stream job stopped with {}", savepoint);
      orphans.delete();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("stream job is stopped without a savepoint: it continues from a checkpoint", e);
      answer(ask(JobClient::cancel));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ask(JobClient::cancel);
    }
  }

  private Map<String, Object> accumulators() {
    return result.isDone()
        ? Map.of()
        : answer(ask(JobClient::getAccumulators).exceptionally(notRunning -> Map.of()));
  }

  /** An embedded cluster ends with its job, and from then on refuses to be asked at all. */
  private <T> CompletableFuture<T> ask(Function<JobClient, CompletableFuture<T>> question) {
    try {
      return question.apply(client);
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Why it has failed for good; empty while it runs, is being started again, or was stopped. */
  public Optional<Throwable> failure() {
    if (!result.isCompletedExceptionally()) {
      return Optional.empty();
    }
    try {
      result.join();
      return Optional.empty();
    } catch (CompletionException e) {
      return Optional.of(e.getCause());
    } catch (CancellationException e) {
      return Optional.of(e);
    }
  }

  private static <T> T answer(CompletableFuture<T> future) {
    try {
      return future.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the stream job", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the stream job does not answer", e);
    }
  }
}
