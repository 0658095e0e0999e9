package io.pageturner.app.config;

import java.time.Duration;

/**
 * Joiner and collector.
 *
 * @param negativeRate share of the samples without click and order that is written to files
 * @param samples where the Parquet files go; empty for the data directory
 * @param checkpoints where the job's checkpoints go; empty for the data directory
 * @param hdfsUser whom HDFS is shown; empty for Hadoop's own choice
 * @param transactionTimeout how long a cluster's brokers keep a transaction of a job that is down
 * @param jobManager REST address of a Flink cluster; empty for a Flink in this process
 */
public record StreamConfig(
    Duration clickWindow,
    Duration orderWindow,
    Duration dwellWindow,
    Duration settle,
    Duration sessionGap,
    Duration maxOutOfOrderness,
    Duration maxClockAhead,
    double negativeRate,
    String samples,
    String checkpoints,
    String hdfsUser,
    String jobManager,
    int parallelism,
    Duration checkpointInterval,
    Duration transactionTimeout,
    Duration heartbeatInterval) {
  /** Kafka takes the timeout in milliseconds, as an int. */
  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(24);

  static StreamConfig read(ConfigSection stream) {
    ConfigSection window = stream.section("join-window");
    return new StreamConfig(
        window.duration("click"),
        window.duration("order"),
        window.duration("dwell"),
        stream.duration("settle"),
        stream.duration("session-gap"),
        stream.duration("max-out-of-orderness"),
        stream.duration("max-clock-ahead"),
        stream.rate("negative-rate"),
        stream.text("samples"),
        stream.text("checkpoints"),
        stream.text("hdfs-user"),
        stream.text("job-manager"),
        stream.integer("parallelism"),
        stream.duration("checkpoint-interval"),
        transactionTimeout(stream),
        stream.duration("heartbeat-interval"));
  }

  private static Duration transactionTimeout(ConfigSection stream) {
    Duration timeout = stream.duration("transaction-timeout");
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      stream.fault("transaction-timeout", "must be above 0 and at most 24d, was " + timeout);
    }
    return timeout;
  }
}
