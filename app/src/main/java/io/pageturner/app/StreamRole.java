package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.config.StreamConfig;
import io.pageturner.features.FeatureConfig;
import io.pageturner.pipeline.join.JoinRules;
import io.pageturner.pipeline.kafka.EmbeddedKafka;
import io.pageturner.pipeline.kafka.Heartbeats;
import io.pageturner.pipeline.stream.FeatureColumns;
import io.pageturner.pipeline.stream.HdfsUser;
import io.pageturner.pipeline.stream.PipelineSettings;
import io.pageturner.pipeline.stream.SampleFileSettings;
import io.pageturner.pipeline.stream.StreamJob;
import io.pageturner.pipeline.stream.WrittenSamples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** The stream job of this process: online joiner and experience collector. */
public final class StreamRole {
  private final StreamJob job;

  private StreamRole(StreamJob job) {
    this.job = job;
  }

  /** Starts the job with heartbeats of the live feed's clock. */
  static StreamRole start(
      PageturnerConfig config,
      DataDirectory data,
      FeatureConfig features,
      OpenLog log,
      InstantSource clock,
      Closing closing) {
    StreamRole role = withoutHeartbeats(config, data, features, log, closing);
    closing.add(Heartbeats.start(log.events(), clock, config.stream().heartbeatInterval()));
    return role;
  }

  /** Starts the job for a log that is replayed: event time goes on with the log alone. */
  static StreamRole withoutHeartbeats(
      PageturnerConfig config,
      DataDirectory data,
      FeatureConfig features,
      OpenLog log,
      Closing closing) {
    return new StreamRole(closing.add(StreamJob.start(settings(config, data, features, log))));
  }

  /** The join rules of a configuration. */
  public static JoinRules rules(StreamConfig stream) {
    return new JoinRules(
        stream.clickWindow(),
        stream.orderWindow(),
        stream.dwellWindow(),
        stream.settle(),
        stream.sessionGap(),
        JoinRules.DEFAULT.pageWait());
  }

  /** How many samples the Parquet files of a configuration hold. */
  public static long writtenSamples(PageturnerConfig config) throws IOException {
    HdfsUser.actAs(config.stream().hdfsUser());
    return WrittenSamples.rows(
        directory(config.stream().samples(), new DataDirectory(config.dataDirectory()).samples()));
  }

  private static PipelineSettings settings(
      PageturnerConfig config, DataDirectory data, FeatureConfig features, OpenLog log) {
    StreamConfig stream = config.stream();
    HdfsUser.actAs(stream.hdfsUser());
    return new PipelineSettings(
        log.kafka(),
        log.topics(),
        rules(stream),
        stream.maxOutOfOrderness(),
        stream.maxClockAhead(),
        config.reward(),
        stream.parallelism(),
        stream.checkpointInterval(),
        directory(stream.checkpoints(), data.streamCheckpoints()),
        directory(stream.samples(), data.samples()),
        SampleFileSettings.DEFAULT
            .withNegativeRate(stream.negativeRate())
            .withFeatures(FeatureColumns.of(features)),
        transactionTimeout(config),
        stream.jobManager());
  }

  /** The broker in this process is down whenever the job is: it waits for as long as it can. */
  static Duration transactionTimeout(PageturnerConfig config) {
    return config.log().embedded()
        ? EmbeddedKafka.MAX_TRANSACTION_TIMEOUT
        : config.stream().transactionTimeout();
  }

  private static String directory(String configured, Path fallback) {
    if (configured.contains("://")) {
      return configured;
    }
    return (configured.isEmpty() ? fallback : Path.of(configured)).toUri().toString();
  }

  public StreamJob job() {
    return job;
  }
}
