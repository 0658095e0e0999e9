package io.pageturner.app;

import io.pageturner.app.config.AgentConfig;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.BucketName;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.ranking.RankingModels;
import io.pageturner.learning.ranking.RankingObjective;
import io.pageturner.learning.ranking.RankingReport;
import io.pageturner.learning.trainer.TrainedAgent;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.lifecycle.FiniteWeightsGate;
import io.pageturner.lifecycle.Gate;
import io.pageturner.lifecycle.Guardrail;
import io.pageturner.lifecycle.Launch;
import io.pageturner.lifecycle.LossGate;
import io.pageturner.lifecycle.VersionController;
import io.pageturner.lifecycle.VersionFollower;
import io.pageturner.lifecycle.Versions;
import io.pageturner.serving.item.StoredItems;
import io.pageturner.serving.model.PolicyLoader;
import io.pageturner.serving.model.RankerLoader;
import io.pageturner.serving.model.RecordedStates;
import io.pageturner.serving.remote.RemoteRuntime;
import io.pageturner.serving.remote.RemoteSettings;
import io.pageturner.store.EmbeddingSet;
import io.pageturner.store.EmbeddingSets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What training hands to serving: bundles with their version controllers, and item embeddings.
 *
 * <p>Candidates are proven with serving's own forward pass on the states that serving recorded.
 */
final class Models {
  /** Name that the main agent's bundles are published under. */
  static final String POLICY = "policy";

  /** Name that the ranking models' bundles are published under. */
  static final String RANKER = RankingModels.BUNDLE;

  private static final Logger LOG = LoggerFactory.getLogger(Models.class);
  private static final int RECORDED_STATES = 512;

  private final FeatureConfig features;
  private final EmbeddingSets embeddingSets;
  private final StoredItems items;
  private final BundleStore store;
  private final RecordedStates recorded = new RecordedStates(RECORDED_STATES);
  private final PolicyLoader policyLoader;
  private final PolicyLoader servingLoader;
  private final RankerLoader rankerLoader;
  private final RecentTransitions logged;
  private final Map<String, Versions> policies = new ConcurrentHashMap<>(); // by bundle
  private final Versions rankers;
  private final Map<BucketName, Guardrail> guardrails = new ConcurrentHashMap<>();
  private final List<TrainedAgent> agents = new CopyOnWriteArrayList<>();
  private final Closing versionsOfAgents;

  Models(PageturnerConfig config, DataDirectory data, FeatureConfig features, Closing closing)
      throws IOException {
    this.features = features;
    boolean follows = config.models().follow();
    this.embeddingSets =
        new EmbeddingSets(
            closing.add(follows ? OpenStore.readable(config) : OpenStore.writable(config)));
    this.items =
        new StoredItems(embeddingSets, config.store().cachedItems(), config.store().timeout());
    this.policyLoader = new PolicyLoader(items);
    Optional<RemoteSettings> remote = config.models().remote();
    this.servingLoader =
        remote.isPresent()
            ? new PolicyLoader(items, closing.add(new RemoteRuntime(remote.get())))
            : policyLoader;
    this.rankerLoader = new RankerLoader(items, config.feed().objectives());
    this.store = store(config, data);
    this.logged = new RecentTransitions(config.models().loggedPages());
    this.versionsOfAgents = closing.add(new Closing());
    for (TrainedAgent agent : TrainingRole.agents(config)) {
      add(config, agent);
    }
    // Without rankers, pages whose candidates bring no scores could not be answered.
    this.rankers = closing.add(versions(config, RANKER, rankerGates(config), Launch.FULL, false));
  }

  /** Opens an agent's versions; nothing changes when they are open. */
  void add(PageturnerConfig config, TrainedAgent agent) throws IOException {
    if (policies.containsKey(agent.bundle())) {
      return;
    }
    Launch launch = config.models().canaryShare() > 0 ? Launch.CANARY : Launch.FULL;
    Versions versions =
        versionsOfAgents.add(versions(config, agent.bundle(), policyGates(config), launch, true));
    policies.put(agent.bundle(), versions);
    if (versions instanceof VersionController controller) {
      guardrails.put(
          agent.bucket(),
          new Guardrail(
              controller, agent.bucket(), config.models().guardrail(), InstantSource.system()));
    }
    agents.add(agent);
  }

  /** Where the versions of a configuration are. */
  static BundleStore store(PageturnerConfig config, DataDirectory data) {
    String directory = config.models().directory();
    return new BundleStore(directory.isEmpty() ? data.models() : Path.of(directory));
  }

  private Versions versions(
      PageturnerConfig config, String name, List<Gate> gates, Launch launch, boolean dispensable)
      throws IOException {
    return config.models().follow()
        ? new VersionFollower(store, name, config.models().followInterval())
        : new VersionController(store, name, gates, launch, dispensable, InstantSource.system());
  }

  /** Name that an agent's bundles are published under. */
  static String policy(String agent) {
    return agent.equals(AgentConfig.MAIN) ? POLICY : POLICY + "-" + agent;
  }

  private static List<Gate> rankerGates(PageturnerConfig config) {
    Map<String, Double> bounds = new HashMap<>();
    for (RankingObjective objective : RankingObjective.values()) {
      bounds.put(
          RankingReport.EXCESS_LOG_LOSS + objective.label(), config.rankers().maxExcessLogLoss());
      bounds.put(
          RankingReport.CALIBRATION_ERROR + objective.label(),
          config.rankers().maxCalibrationError());
    }
    return List.of(new FiniteWeightsGate(), new LossGate(bounds));
  }

  private List<Gate> policyGates(PageturnerConfig config) {
    return PolicyGates.of(
        config.models(),
        config.trainer().actions(),
        store,
        policyLoader,
        recorded,
        logged::snapshot);
  }

  /** The current item embeddings, whole: what a trainer reads. */
  ItemEmbeddings embeddings() throws IOException {
    Optional<EmbeddingSet> current = embeddingSets.current();
    return current.isPresent()
        ? embeddingSets.load(current.get().version())
        : ItemEmbeddings.none(features.sequenceDimension());
  }

  /** The item embeddings that requests need. */
  StoredItems items() {
    return items;
  }

  /** Drops the versions of the item embeddings that no model on disk was trained with. */
  void dropUnusedEmbeddings() {
    Set<String> inUse = new HashSet<>();
    try {
      List<String> names = new ArrayList<>(policies.keySet());
      names.add(RANKER);
      for (String model : names) {
        for (Bundle bundle : store.list(model)) {
          inUse.add(bundle.lineage().embeddings());
        }
      }
      embeddingSets.retain(inUse);
    } catch (IOException e) {
      LOG.warn("old item embeddings are kept until models are pruned again", e);
    }
  }

  /**
   * What the ranking models see of the item embeddings: nothing, unless a feature asks for them.
   * Embeddings trained on the sessions that hold a ranker's labels give them away, because an item
   * that has one was acted on.
   */
  ItemEmbeddings rankerEmbeddings() throws IOException {
    return features.candidatesNeedEmbeddings()
        ? embeddings()
        : ItemEmbeddings.none(features.sequenceDimension());
  }

  RecordedStates recorded() {
    return recorded;
  }

  /** Loads policies into this process: what candidates are proven with. */
  PolicyLoader policyLoader() {
    return policyLoader;
  }

  /** Loads policies to where pages ask them. */
  PolicyLoader servingLoader() {
    return servingLoader;
  }

  RankerLoader rankerLoader() {
    return rankerLoader;
  }

  /** The newest logged transitions, which candidates are evaluated on. */
  RecentTransitions logged() {
    return logged;
  }

  /**
   * What takes each agent's policy back by live figures, by its bucket, where this process decides
   * about versions.
   */
  Map<BucketName, Guardrail> guardrails() {
    return guardrails;
  }

  /** The versions of the bundles of this name. */
  Versions policies(String bundle) {
    return policies.get(bundle);
  }

  /** The same by the agent's name, the main one first. */
  Map<String, Versions> byAgent() {
    Map<String, Versions> versions = new LinkedHashMap<>();
    agents.forEach(agent -> versions.put(agent.name(), policies.get(agent.bundle())));
    return versions;
  }

  Versions rankers() {
    return rankers;
  }

  /**
   * What decides about these versions.
   *
   * @throws IllegalStateException when another process does
   */
  static VersionController controller(Versions versions) {
    if (versions instanceof VersionController controller) {
      return controller;
    }
    throw new IllegalStateException("models.follow is set: another process decides about versions");
  }
}
