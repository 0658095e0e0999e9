package io.pageturner.pipeline.stream;

import io.pageturner.domain.Transition;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.pipeline.kafka.Heartbeats;
import io.pageturner.pipeline.kafka.KafkaAccess;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.RecordReader;
import io.pageturner.pipeline.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Measures how long after its due time a transition can be read by a trainer: a session of one page
 * ends with a leave, so its transition is due when the leave has settled and the log's disorder is
 * over. Everything beyond that is the pipeline's own.
 */
public final class LatencyBench {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration COLD = Duration.ofSeconds(10);

  private LatencyBench() {}

  /**
   * Delays beyond the due time, in milliseconds.
   *
   * @param sessions how many were measured
   */
  public record Delays(int sessions, long p50, long p99, long max) {}

  /**
   * Lets sessions end at an even pace and waits for all of their transitions; those of a job's
   * first seconds, in which it is being compiled, are not counted.
   *
   * @param checkpointInterval of the job: committed results come with checkpoints
   */
  public static Delays run(
      KafkaAccess kafka, Path directory, int sessions, int perSecond, Duration checkpointInterval)
      throws InterruptedException {
    PipelineSettings settings = settings(kafka, directory, checkpointInterval);
    settings.topics().create(kafka, 4, 1);
    Map<String, Long> due = new HashMap<>();
    int cold = perSecond * (int) COLD.toSeconds();
    long[] delays = new long[cold + sessions];
    try (KafkaEventLog log = KafkaEventLog.open(kafka, settings.topics());
        StreamJob job = StreamJob.start(settings);
        Heartbeats heartbeats =
            Heartbeats.start(log, InstantSource.system(), Heartbeats.DEFAULT_INTERVAL);
        RecordReader<Transition> reader =
            new RecordReader<>(kafka, settings.topics().transitions(), new TransitionCodec())) {
      awaitFirstCommit(job, heartbeats);
      int begun = 0;
      int read = 0;
      long start = System.currentTimeMillis();
      while (read < delays.length) {
        while (begun < delays.length
            && begun * 1_000L / perSecond <= System.currentTimeMillis() - start) {
          due.put("s" + begun, append(log, settings, begun));
          begun++;
        }
        for (Transition transition : reader.poll(Duration.ofMillis(5))) {
          delays[read++] = System.currentTimeMillis() - due.remove(transition.session().value());
        }
        if (System.currentTimeMillis() - start > PATIENCE.toMillis()) {
          throw new IllegalStateException("only " + read + " transitions came");
        }
      }
    }
    delays = Arrays.copyOfRange(delays, cold, delays.length);
    Arrays.sort(delays);
    return new Delays(
        sessions, delays[sessions / 2], delays[sessions * 99 / 100], delays[sessions - 1]);
  }

  /** A page and a leave at once; returns when its transition is due. */
  private static long append(KafkaEventLog log, PipelineSettings settings, int k) {
    Instant now = Instant.now();
    log.append(BenchFeed.page(k, "s" + k, 0, now));
    log.append(BenchFeed.leave(k, "s" + k, now)).toCompletableFuture().join();
    return now.plus(settings.rules().settle()).plus(settings.maxOutOfOrderness()).toEpochMilli();
  }

  private static void awaitFirstCommit(StreamJob job, Heartbeats alive)
      throws InterruptedException {
    if (alive == null || !job.awaitCommitted(Instant.EPOCH, PATIENCE)) {
      throw new IllegalStateException("the job is " + job.status());
    }
  }

  private static PipelineSettings settings(
      KafkaAccess kafka, Path directory, Duration checkpointInterval) {
    PipelineSettings defaults = PipelineSettings.in(directory, kafka);
    return new PipelineSettings(
        kafka,
        new Topics("latency-" + checkpointInterval.toMillis() + "."),
        defaults.rules(),
        defaults.maxOutOfOrderness(),
        defaults.maxClockAhead(),
        defaults.weights(),
        1,
        checkpointInterval,
        defaults.checkpoints(),
        defaults.samples(),
        defaults.sampleFiles(),
        defaults.transactionTimeout(),
        defaults.jobManager());
  }
}
