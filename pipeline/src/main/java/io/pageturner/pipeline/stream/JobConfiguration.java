package io.pageturner.pipeline.stream;

import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;

/** Flink's configuration for the stream job. */
final class JobConfiguration {
  /** So many checkpoints in a row may fail before the job is started again. */
  private static final int TOLERABLE_FAILED_CHECKPOINTS = 3;

  private JobConfiguration() {}

  /**
   * The job's own options, for one machine and for a cluster.
   *
   * @param restoreFrom the checkpoint to continue from; empty to start anew
   */
  static Configuration job(PipelineSettings settings, Optional<String> restoreFrom) {
    Configuration c = new Configuration();
    c.set(PipelineOptions.GENERIC_TYPES, false);
    c.set(PipelineOptions.OBJECT_REUSE, true);
    c.set(PipelineOptions.MAX_PARALLELISM, PipelineSettings.MAX_PARALLELISM);
    c.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(50));
    c.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(10));
    c.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointInterval());
    c.set(
        CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS,
        settings.checkpointInterval().dividedBy(2));
    // A checkpoint that fails, as when a disk or a broker is slow, is made up for by the next one.
    c.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, TOLERABLE_FAILED_CHECKPOINTS);
    c.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    c.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, settings.checkpoints());
    c.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    c.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    c.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(30));
    c.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, 10);
    // A broker that goes away now and then is not one fault that never ends.
    c.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        Duration.ofMinutes(1));
    restoreFrom.ifPresent(path -> restore(c, path));
    return c;
  }

  /** What the cluster inside of this process needs besides. */
  static Configuration embedded(PipelineSettings settings, Optional<String> restoreFrom) {
    Configuration c = job(settings, restoreFrom);
    c.set(RestOptions.BIND_PORT, "0");
    c.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    c.set(RestOptions.ADDRESS, "127.0.0.1");
    // Heap state needs no managed memory, and one task manager few network buffers.
    c.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
    c.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
    c.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
    // Counters travel with heartbeats.
    c.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(250));
    return c;
  }

  /** The old checkpoint becomes the job's own, which deletes it once it has a newer one. */
  private static void restore(Configuration c, String path) {
    c.set(StateRecoveryOptions.SAVEPOINT_PATH, path);
    c.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
  }
}
