package io.pageturner.pipeline.stream;

import io.pageturner.domain.RewardWeights;
import io.pageturner.pipeline.join.JoinRules;
import io.pageturner.pipeline.kafka.KafkaAccess;
import io.pageturner.pipeline.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Everything that the stream job can be told.
 *
 * @param kafka where the log is
 * @param topics names of the topics
 * @param rules join windows and session gap, in event time
 * @param maxOutOfOrderness bound of the log's disorder, in event time: how much older than the
 *     newest event of its partition an event may be and still count as in order
 * @param maxClockAhead how far an event's time may be ahead of the time at which the log stored it
 * @param weights of the page reward
 * @param parallelism number of parallel tasks of each operator, 1 or more
 * @param checkpointInterval between checkpoints, in wall time; what readers of committed records
 *     wait for
 * @param checkpoints directory of the checkpoints, a path or a URI such as {@code hdfs://…}
 * @param samples directory of the Parquet files, a path or a URI
 * @param sampleFiles when the Parquet files are written
 * @param transactionTimeout how long a prepared transaction waits for a job that is down; at most
 *     the broker's {@code transaction.max.timeout.ms}
 * @param jobManager REST address, {@code host:port}, of the Flink cluster that runs the job; empty
 *     for a Flink inside of this process
 */
public record PipelineSettings(
    KafkaAccess kafka,
    Topics topics,
    JoinRules rules,
    Duration maxOutOfOrderness,
    Duration maxClockAhead,
    RewardWeights weights,
    int parallelism,
    Duration checkpointInterval,
    String checkpoints,
    String samples,
    SampleFileSettings sampleFiles,
    Duration transactionTimeout,
    String jobManager) {
  private static final Pattern ADDRESS = Pattern.compile("[^\\s:/]+:\\d{1,5}");

  public PipelineSettings {
    Objects.requireNonNull(kafka, "kafka");
    Objects.requireNonNull(topics, "topics");
    Objects.requireNonNull(rules, "rules");
    if (maxOutOfOrderness.isNegative()) {
      throw new IllegalArgumentException(
          "maxOutOfOrderness must not be negative, was " + maxOutOfOrderness);
    }
    if (maxClockAhead.isNegative()) {
      throw new IllegalArgumentException(
          "maxClockAhead must not be negative, was " + maxClockAhead);
    }
    Objects.requireNonNull(weights, "weights");
    if (parallelism < 1 || parallelism > MAX_PARALLELISM) {
      throw new IllegalArgumentException(
          "parallelism must be 1 to " + MAX_PARALLELISM + ", was " + parallelism);
    }
    positive("checkpointInterval", checkpointInterval);
    notBlank("checkpoints", checkpoints);
    notBlank("samples", samples);
    Objects.requireNonNull(sampleFiles, "sampleFiles");
    positive("transactionTimeout", transactionTimeout);
    if (!jobManager.isEmpty() && !ADDRESS.matcher(jobManager).matches()) {
      throw new IllegalArgumentException(
          "jobManager must be host:port, such as flink:8081, was '" + jobManager + "'");
    }
  }

  /** The number of key groups: what parallelism can grow to without losing its state. */
  public static final int MAX_PARALLELISM = 128;

  /** The default interval between checkpoints. */
  public static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);

  /** The default transaction timeout: below the 15 minutes that brokers allow by default. */
  public static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(10);

  /** The defaults, with all files below {@code directory}. */
  public static PipelineSettings in(Path directory, KafkaAccess kafka) {
    return new PipelineSettings(
        kafka,
        Topics.DEFAULT,
        JoinRules.DEFAULT,
        Duration.ofSeconds(2),
        Duration.ofMinutes(5),
        RewardWeights.DEFAULT,
        1,
        CHECKPOINT_INTERVAL,
        directory.resolve("checkpoints").toUri().toString(),
        directory.resolve("samples").toUri().toString(),
        SampleFileSettings.DEFAULT,
        TRANSACTION_TIMEOUT,
        "");
  }

  /** What the job is called on its cluster: of each log there is one. */
  String jobName() {
    return topics.prefix() + "stream-job";
  }

  private static void notBlank(String name, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  private static void positive(String name, Duration value) {
    Objects.requireNonNull(value, () -> name + " is missing");
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be above zero, was " + value);
    }
  }
}
