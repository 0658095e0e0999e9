package io.pageturner.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.pageturner.app.Role;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.Fusion;
import io.pageturner.domain.RewardWeights;
import io.pageturner.learning.replay.Sampling;
import io.pageturner.serving.remote.RemoteSettings;
import io.pageturner.store.RedisSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The whole configuration, read and checked; every default stands in {@code reference.conf}.
 *
 * @param dataDirectory where everything lives that lasts
 * @param roles what this process does
 * @param features the feature configuration
 */
public record PageturnerConfig(
    Path dataDirectory,
    List<Role> roles,
    Path features,
    Feed feed,
    RewardWeights reward,
    Buckets buckets,
    Http http,
    Users users,
    Store store,
    Log log,
    Stream stream,
    Trainer trainer,
    RankersConfig rankers,
    ModelsConfig models) {
  private static final String ROOT = "pageturner";
  private static final Set<String> FREE_MAPS =
      Set.of("pageturner.buckets.shares", "pageturner.trainer.agents");

  /** The team's own ranking and what the agent may do to it. */
  public record Feed(Fusion fusion, double[] theta, List<String> objectives, ActionSpace actions) {
    public Feed {
      if (objectives.size() < 2 || theta.length != objectives.size() - 1) {
        throw new IllegalArgumentException(
            "theta needs one weight for each of the objectives after the first: objectives were "
                + objectives
                + ", theta had "
                + theta.length);
      }
      for (double weight : theta) {
        if (!(weight > 0 && Double.isFinite(weight))) {
          throw new IllegalArgumentException("theta must be above 0, found " + weight);
        }
      }
    }
  }

  /** Who is served by whom. */
  public record Buckets(String salt, Map<String, Double> shares) {}

  /**
   * The HTTP API.
   *
   * @param keysFile file of the keys that requests need; empty for none
   * @param tlsCertificate PEM file; empty for plain HTTP
   * @param tlsKey PEM file; empty for plain HTTP
   * @param deadline how long a client waits for a page
   */
  public record Http(
      String host,
      int port,
      String keysFile,
      String tlsCertificate,
      String tlsKey,
      Duration deadline,
      long maxBody,
      int maxCandidates,
      int maxInFlight,
      Duration maxClockAhead,
      Duration maxEventAge) {
    /** Whether it is HTTPS. */
    public boolean tls() {
      return !tlsCertificate.isEmpty();
    }
  }

  /** User states in memory. */
  public record Users(int capacity, Duration snapshotInterval) {}

  /**
   * The key-value store.
   *
   * @param redis address; empty for this process's memory with snapshots
   * @param passwordFile empty for the environment
   * @param trusted PEM file of the authorities that Redis's certificate is trusted by; empty for
   *     Java's
   * @param timeout a page waits for Redis no longer
   * @param cachedItems item embeddings that a serving node remembers
   */
  public record Store(
      String redis,
      String passwordFile,
      String trusted,
      String prefix,
      Duration timeout,
      Duration bulkTimeout,
      int cachedItems) {
    static final Store HEAP =
        new Store("", "", "", "pageturner", Duration.ofMillis(50), Duration.ofSeconds(10), 100_000);

    public Store {
      if (!redis.isEmpty()) {
        new RedisSettings(
            RedisSettings.address(redis),
            Optional.empty(),
            Optional.of(trusted).filter(file -> !file.isEmpty()).map(Path::of),
            prefix,
            bulkTimeout);
      }
      if (cachedItems < 1 || timeout.toMillis() < 1) {
        throw new IllegalArgumentException(
            "cache must be 1 or more, was "
                + cachedItems
                + ", and timeout 1ms or more, was "
                + timeout);
      }
    }
  }

  /**
   * The event log.
   *
   * @param bootstrapServers empty for a broker in this process
   * @param clientProperties file of Kafka's client settings for TLS and SASL; empty for neither
   * @param replication copies of each partition; 0 for the brokers' default
   */
  public record Log(
      String bootstrapServers,
      String clientProperties,
      int embeddedPort,
      String prefix,
      int partitions,
      int replication) {
    public Log {
      if (bootstrapServers.isEmpty() && !clientProperties.isEmpty()) {
        throw new IllegalArgumentException(
            "client-properties are for a Kafka elsewhere: bootstrap-servers must be set, too");
      }
      if (partitions < 1 || replication < 0 || replication > Short.MAX_VALUE) {
        throw new IllegalArgumentException(
            "partitions must be 1 or more, was "
                + partitions
                + ", and replication 0 or more, was "
                + replication);
      }
    }

    public boolean embedded() {
      return bootstrapServers.isEmpty();
    }
  }

  /**
   * Joiner and collector.
   *
   * @param negativeRate share of the samples without click and order that is written to files
   * @param samples where the Parquet files go; empty for the data directory
   * @param checkpoints where the job's checkpoints go; empty for the data directory
   * @param hdfsUser whom HDFS is shown; empty for Hadoop's own choice
   * @param jobManager REST address of a Flink cluster; empty for a Flink in this process
   */
  public record Stream(
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
      Duration heartbeatInterval) {}

  /**
   * The agents and their trainer.
   *
   * @param agents by name, the main one first
   */
  public record Trainer(
      double gamma,
      double valueRate,
      double advantageRate,
      double actorRate,
      double rewardScale,
      double actorPull,
      int batch,
      int samplesPerTransition,
      int replayCapacity,
      Sampling.Kind replaySampling,
      int warmUp,
      int headsFrom,
      int replicas,
      Map<String, AgentConfig> agents,
      Duration zScoreMemory,
      long seed,
      Duration publishInterval,
      Duration checkpointInterval) {}

  /**
   * Reads the configuration.
   *
   * @param file the user's file, over everything else
   * @param overrides settings by path below {@code pageturner}, as from the command line, over the
   *     file's
   * @param overlay class-path resource between reference.conf and the user's file
   * @throws ConfigFaults with every fault found
   */
  public static PageturnerConfig load(
      Optional<Path> file, Map<String, ?> overrides, Optional<String> overlay) {
    Config reference = ConfigFactory.parseResources("reference.conf");
    Config found = user(file, overrides);
    Config middle = overlay.map(ConfigFactory::parseResources).orElse(ConfigFactory.empty());
    List<String> faults = new ArrayList<>(UnknownKeys.find(found, reference, ROOT, FREE_MAPS));
    Config all = withShares(found.withFallback(middle).withFallback(reference), found, middle);
    PageturnerConfig config = read(all.resolve(), faults);
    if (config.models().follow() && config.roles().contains(Role.TRAIN)) {
      faults.add(
          "pageturner.models.follow is for nodes that do not train; roles are " + config.roles());
    }
    Duration remote = config.models().remote().map(RemoteSettings::timeout).orElse(Duration.ZERO);
    if (remote.compareTo(config.http().deadline()) >= 0) {
      faults.add("pageturner.models.remote.timeout must be less than http.deadline, was " + remote);
    }
    if (!faults.isEmpty()) {
      throw new ConfigFaults(faults);
    }
    return config;
  }

  private static Config user(Optional<Path> file, Map<String, ?> overrides) {
    Config config = ConfigFactory.empty();
    if (file.isPresent()) {
      if (!Files.isRegularFile(file.get())) {
        throw new ConfigFaults(List.of("there is no configuration file " + file.get()));
      }
      try {
        config = ConfigFactory.parseFile(file.get().toFile());
      } catch (ConfigException e) {
        throw new ConfigFaults(List.of(e.getMessage()));
      }
    }
    Map<String, Object> paths = new HashMap<>();
    overrides.forEach((path, value) -> paths.put(ROOT + "." + path, value));
    return ConfigFactory.parseMap(paths, "command line").withFallback(config);
  }

  /** Shares are taken as a whole from the topmost file that has them, never mixed. */
  private static Config withShares(Config all, Config... topmostFirst) {
    String path = ROOT + ".buckets.shares";
    for (Config config : topmostFirst) {
      if (config.hasPath(path)) {
        return all.withoutPath(path).withValue(path, config.getValue(path));
      }
    }
    return all;
  }

  private static PageturnerConfig read(Config all, List<String> faults) {
    ConfigSection root = new ConfigSection(all, ROOT, faults);
    Path data = Path.of(root.text("data-directory"));
    String features = root.text("features");
    Feed feed = feed(root.section("feed"));
    Buckets buckets =
        new Buckets(
            root.section("buckets").text("salt"), root.section("buckets").numbersByName("shares"));
    return new PageturnerConfig(
        data,
        root.listOf("roles", Role.class),
        features.isEmpty() ? data.resolve("features.yaml") : Path.of(features),
        feed,
        reward(root.section("reward")),
        buckets,
        http(root.section("http")),
        new Users(
            root.section("users").integer("capacity"),
            root.section("users").duration("snapshot-interval")),
        store(root.section("store")),
        log(root.section("log")),
        stream(root.section("stream")),
        trainer(root.section("trainer"), AgentConfig.read(all, buckets.shares().keySet(), faults)),
        RankersConfig.read(root.section("rankers"), feed.objectives()),
        ModelsConfig.read(root.section("models")));
  }

  private static Feed feed(ConfigSection feed) {
    ConfigSection action = feed.section("action");
    ActionSpace actions =
        action.record(
            () ->
                new ActionSpace(
                    Math.max(1, feed.reals("theta").length),
                    action.real("min"),
                    action.real("max")),
            ActionSpace.DEFAULT);
    return feed.record(
        () ->
            new Feed(
                feed.oneOf("fusion", Fusion.class),
                feed.reals("theta"),
                feed.texts("objectives"),
                actions),
        new Feed(Fusion.LINEAR, new double[] {1}, List.of("click", "order"), actions));
  }

  private static RewardWeights reward(ConfigSection reward) {
    return reward.record(
        () ->
            new RewardWeights(
                reward.real("click"),
                reward.real("order"),
                reward.real("no-action"),
                reward.real("leave"),
                reward.real("dwell-minute"),
                reward.real("depth")),
        RewardWeights.DEFAULT);
  }

  private static Http http(ConfigSection http) {
    ConfigSection tls = http.section("tls");
    if (tls.text("certificate").isEmpty() != tls.text("key").isEmpty()) {
      tls.fault("key", "and tls.certificate must both be set, or neither");
    }
    return new Http(
        http.text("host"),
        http.integer("port"),
        http.text("keys-file"),
        tls.text("certificate"),
        tls.text("key"),
        http.duration("deadline"),
        http.bytes("max-body"),
        http.integer("max-candidates"),
        http.integer("max-in-flight"),
        http.duration("max-clock-ahead"),
        http.duration("max-event-age"));
  }

  private static Store store(ConfigSection store) {
    return store.record(
        () ->
            new Store(
                store.text("redis"),
                store.text("password-file"),
                store.text("trusted-certificates"),
                store.text("prefix"),
                store.duration("timeout"),
                store.duration("bulk-timeout"),
                store.integer("cache")),
        Store.HEAP);
  }

  private static Log log(ConfigSection log) {
    return log.record(
        () ->
            new Log(
                log.text("bootstrap-servers"),
                log.text("client-properties"),
                log.integer("embedded-port"),
                log.text("prefix"),
                log.integer("partitions"),
                log.integer("replication")),
        new Log("", "", 0, ROOT, 1, 0));
  }

  private static Stream stream(ConfigSection stream) {
    ConfigSection window = stream.section("join-window");
    return new Stream(
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
        stream.duration("heartbeat-interval"));
  }

  private static Trainer trainer(ConfigSection trainer, Map<String, AgentConfig> agents) {
    return new Trainer(
        trainer.real("gamma"),
        trainer.real("value-rate"),
        trainer.real("advantage-rate"),
        trainer.real("actor-rate"),
        trainer.real("reward-scale"),
        trainer.real("actor-pull"),
        trainer.integer("batch"),
        trainer.integer("samples-per-transition"),
        trainer.integer("replay-capacity"),
        trainer.oneOf("replay-sampling", Sampling.Kind.class),
        trainer.integer("warm-up"),
        trainer.integer("heads-from"),
        trainer.integer("replicas"),
        agents,
        trainer.duration("z-score-memory"),
        trainer.whole("seed"),
        trainer.duration("publish-interval"),
        trainer.duration("checkpoint-interval"));
  }
}
