package io.pageturner.app.monitor;

import io.pageturner.app.DataDirectory;
import io.pageturner.app.OpenLog;
import io.pageturner.app.ServingRole;
import io.pageturner.app.StreamRole;
import io.pageturner.app.TrainingRole;
import io.pageturner.app.config.BucketsConfig;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Episode;
import io.pageturner.domain.RewardWeights;
import io.pageturner.evaluation.BucketStatistics;
import io.pageturner.evaluation.ExperimentSnapshot;
import io.pageturner.pipeline.codec.EpisodeCodec;
import io.pageturner.pipeline.kafka.RecordReader;
import io.pageturner.serving.monitor.Experiment;
import io.pageturner.serving.monitor.Monitor;
import io.pageturner.serving.monitor.MonitorSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the whole loop once a second: reads the ended sessions from the log, asks the roles, and
 * keeps the curves that the dashboard draws. Its thread is named {@code monitor}.
 */
public final class LoopMonitor implements MonitorSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopMonitor.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final RecordReader<Episode> episodes;
  private final Path cutFile;
  private final BucketStatistics statistics;
  private final RewardWeights weights;
  private final Dashboard dashboard = new Dashboard();
  private final Thread thread = new Thread(this::run, "monitor");
  private volatile boolean closing;
  private volatile Optional<ServingRole> serving = Optional.empty();
  private volatile Optional<StreamRole> stream = Optional.empty();
  private volatile Optional<TrainingRole> training = Optional.empty();
  private volatile Look look;
  private UserCut cut;

  private LoopMonitor(
      RecordReader<Episode> episodes, Path cutFile, UserCut cut, RewardWeights weights) {
    this.episodes = episodes;
    this.weights = weights;
    this.cutFile = cutFile;
    this.cut = cut;
    this.statistics =
        new BucketStatistics(BucketStatistics.DEFAULT_LEVEL, Instant.ofEpochMilli(cut.since()));
    this.look = look();
  }

  /**
   * Starts the monitor on the sessions of a log, from its beginning.
   *
   * @param weights that all sessions count under, also those that were scored under earlier ones
   * @param now event time
   * @throws IOException when the cut of the last start cannot be read
   */
  public static LoopMonitor start(
      OpenLog log, DataDirectory data, BucketsConfig buckets, RewardWeights weights, Instant now)
      throws IOException {
    UserCut cut = UserCut.of(data.cut(), buckets.salt(), buckets.shares(), now);
    LoopMonitor monitor =
        new LoopMonitor(
            new RecordReader<>(log.kafka(), log.topics().episodes(), new EpisodeCodec()),
            data.cut(),
            cut,
            weights);
    monitor.thread.start();
    return monitor;
  }

  /**
   * Takes up other shares.
   *
   * @param now event time
   * @throws IOException when the cut cannot be written; the shares before it still count then
   */
  public synchronized void cutAnew(BucketsConfig buckets, Instant now) throws IOException {
    UserCut next = UserCut.of(cutFile, buckets.salt(), buckets.shares(), now);
    if (!next.equals(cut)) {
      cut = next;
      statistics.cutAnew(Instant.ofEpochMilli(next.since()));
    }
  }

  private Map<BucketName, Double> shares() {
    Map<BucketName, Double> shares = new HashMap<>();
    cut.shares().forEach((name, share) -> shares.put(new BucketName(name), share));
    return shares;
  }

  public void watchServing(ServingRole role) {
    serving = Optional.of(role);
  }

  public void watchStream(StreamRole role) {
    stream = Optional.of(role);
  }

  public void watchTraining(TrainingRole role) {
    training = Optional.of(role);
  }

  /** The newest look at the loop. */
  public Look latest() {
    return look;
  }

  @Override
  public Monitor now() {
    return dashboard.draw(look);
  }

  @Override
  public Optional<Experiment> experiment() {
    Look seen = look;
    return Optional.of(new Experiment(seen.time(), seen.experiment(), seen.sampleRatio()));
  }

  private void run() {
    try (episodes) {
      while (!closing) {
        watch();
      }
    }
  }

  private void watch() {
    try {
      Instant next = Instant.now().plus(TICK);
      while (!closing && Instant.now().isBefore(next)) {
        episodes.poll(Duration.ofMillis(100)).forEach(this::count);
      }
      Look seen = look();
      dashboard.add(seen);
      look = seen;
    } catch (RuntimeException e) {
      if (!closing) {
        LOG.warn("the monitor missed a look: {}", e.toString());
      }
    }
  }

  /** Rewards of other weights are on another scale, and must not be added to these. */
  private void count(Episode session) {
    statistics.add(session.scored(weights));
  }

  private synchronized Look look() {
    ExperimentSnapshot experiment = statistics.snapshot();
    return new Look(
        Instant.now(),
        experiment,
        experiment.sampleRatio(shares()),
        serving.flatMap(role -> role.policies().version()),
        serving.map(role -> role.policies().history()).orElse(List.of()),
        Refusals.of(serving.map(ServingRole::versions).orElse(List.of())),
        serving
            .map(role -> role.metrics().rankLatency())
            .map(latency -> new double[] {latency.millis(0.5), latency.millis(0.99)})
            .orElse(new double[] {Double.NaN, Double.NaN}),
        serving.map(role -> role.metrics().rankLatency().count()).orElse(0L),
        stream.map(role -> role.job().counts()).orElse(Map.of()),
        training.map(role -> role.trainer().figures()));
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
