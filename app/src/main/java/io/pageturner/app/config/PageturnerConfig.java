package io.pageturner.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.pageturner.app.Role;
import io.pageturner.domain.RewardWeights;
import io.pageturner.serving.experiment.Buckets;
import io.pageturner.serving.remote.RemoteSettings;
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
 * @param settings all of it, to tell what a later one changes
 */
public record PageturnerConfig(
    Path dataDirectory,
    List<Role> roles,
    Path features,
    FeedConfig feed,
    RewardWeights reward,
    BucketsConfig buckets,
    HttpConfig http,
    Users users,
    StoreConfig store,
    LogConfig log,
    StreamConfig stream,
    TrainerConfig trainer,
    RankersConfig rankers,
    ModelsConfig models,
    AllSettings settings) {
  private static final String ROOT = "pageturner";
  private static final Set<String> FREE_MAPS =
      Set.of("pageturner.buckets.shares", "pageturner.trainer.agents");

  /** User states in memory. */
  public record Users(int capacity, Duration snapshotInterval) {}

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
    PageturnerConfig config = read(resolved(all), faults);
    if (config.models().follow() && config.roles().contains(Role.TRAIN)) {
      faults.add(
          "pageturner.models.follow is for nodes that do not train; roles are " + config.roles());
    }
    Duration remote = config.models().remote().map(RemoteSettings::timeout).orElse(Duration.ZERO);
    if (remote.compareTo(config.http().deadline()) >= 0) {
      faults.add("pageturner.models.remote.timeout must be less than http.deadline, was " + remote);
    }
    if (faults.isEmpty()) {
      config.requireCut(faults);
    }
    if (!faults.isEmpty()) {
      throw new ConfigFaults(faults);
    }
    return config;
  }

  private static Config resolved(Config all) {
    try {
      return all.resolve();
    } catch (ConfigException e) {
      throw new ConfigFaults(List.of(e.getMessage()));
    }
  }

  private void requireCut(List<String> faults) {
    try {
      cut();
    } catch (IllegalArgumentException e) {
      faults.add(ROOT + ".buckets.shares: " + e.getMessage());
    }
  }

  /** The cut of the users, the agents in their order. */
  public Buckets cut() {
    return buckets.cut(trainer.agents().keySet());
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
    FeedConfig feed = FeedConfig.read(root.section("feed"));
    BucketsConfig buckets = BucketsConfig.read(root.section("buckets"));
    return new PageturnerConfig(
        data,
        root.listOf("roles", Role.class),
        features.isEmpty() ? data.resolve("features.yaml") : Path.of(features),
        feed,
        reward(root.section("reward")),
        buckets,
        HttpConfig.read(root.section("http")),
        new Users(
            root.section("users").integer("capacity"),
            root.section("users").duration("snapshot-interval")),
        StoreConfig.read(root.section("store")),
        LogConfig.read(root.section("log")),
        StreamConfig.read(root.section("stream")),
        TrainerConfig.read(
            root.section("trainer"),
            feed.actions(),
            AgentConfig.read(all, buckets.shares().keySet(), faults)),
        RankersConfig.read(root.section("rankers"), feed.objectives()),
        ModelsConfig.read(root.section("models")),
        new AllSettings(all, ROOT));
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
}
