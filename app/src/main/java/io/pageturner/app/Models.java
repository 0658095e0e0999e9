package io.pageturner.app;

import io.pageturner.app.config.AgentConfig;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.ranking.RankingModels;
import io.pageturner.learning.ranking.RankingObjective;
import io.pageturner.learning.ranking.RankingReport;
import io.pageturner.lifecycle.ActionDistributionGate;
import io.pageturner.lifecycle.ActionDistributionSettings;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.lifecycle.FiniteWeightsGate;
import io.pageturner.lifecycle.Gate;
import io.pageturner.lifecycle.LossGate;
import io.pageturner.lifecycle.VersionController;
import io.pageturner.serving.item.StoredItems;
import io.pageturner.serving.model.PolicyLoader;
import io.pageturner.serving.model.RankerLoader;
import io.pageturner.serving.model.RecordedStates;
import io.pageturner.serving.model.RecordedStatesProbe;
import io.pageturner.store.EmbeddingSet;
import io.pageturner.store.EmbeddingSets;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private final int dimension;
  private final EmbeddingSets embeddingSets;
  private final StoredItems items;
  private final BundleStore store;
  private final RecordedStates recorded = new RecordedStates(RECORDED_STATES);
  private final PolicyLoader policyLoader;
  private final RankerLoader rankerLoader;
  private final Map<String, VersionController> policies = new LinkedHashMap<>(); // by bundle
  private final VersionController rankers;

  Models(PageturnerConfig config, DataDirectory data, FeatureConfig features, Closing closing)
      throws IOException {
    this.dimension = features.sequenceDimension();
    this.embeddingSets = new EmbeddingSets(closing.add(OpenStore.writable(config)));
    this.items =
        new StoredItems(embeddingSets, config.store().cachedItems(), config.store().timeout());
    this.policyLoader = new PolicyLoader(items);
    this.rankerLoader = new RankerLoader(this::rankerEmbeddings, config.feed().objectives());
    this.store = new BundleStore(data.models());
    for (String agent : config.trainer().agents().keySet()) {
      String bundle = policy(agent);
      policies.put(
          bundle,
          closing.add(
              new VersionController(store, bundle, policyGates(config), InstantSource.system())));
    }
    this.rankers =
        closing.add(
            new VersionController(store, RANKER, rankerGates(config), InstantSource.system()));
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
    ActionDistributionSettings actions =
        ActionDistributionSettings.defaults(config.feed().actions());
    return List.of(
        new FiniteWeightsGate(),
        new LossGate(
            Map.of("loss_v", config.models().maxLoss(), "loss_a", config.models().maxLoss())),
        new ActionDistributionGate(new RecordedStatesProbe(policyLoader, recorded), actions));
  }

  /** The current item embeddings, whole: what a trainer reads. */
  ItemEmbeddings embeddings() throws IOException {
    Optional<EmbeddingSet> current = embeddingSets.current();
    return current.isPresent()
        ? embeddingSets.load(current.get().version())
        : ItemEmbeddings.none(dimension);
  }

  /** The item embeddings that requests need. */
  StoredItems items() {
    return items;
  }

  /** Drops the versions of the item embeddings that no policy on disk was trained with. */
  void dropUnusedEmbeddings() {
    Set<String> inUse = new HashSet<>();
    try {
      for (String policy : policies.keySet()) {
        for (Bundle bundle : store.list(policy)) {
          inUse.add(bundle.lineage().embeddings());
        }
      }
      embeddingSets.retain(inUse);
    } catch (IOException e) {
      LOG.warn("old item embeddings are kept until policies are pruned again", e);
    }
  }

  /**
   * What the ranking models see of the item embeddings: nothing. Embeddings trained on the sessions
   * that hold a ranker's labels give them away, because an item that has one was acted on.
   */
  ItemEmbeddings rankerEmbeddings() {
    return ItemEmbeddings.none(dimension);
  }

  RecordedStates recorded() {
    return recorded;
  }

  PolicyLoader policyLoader() {
    return policyLoader;
  }

  RankerLoader rankerLoader() {
    return rankerLoader;
  }

  /** The version controller of the bundles of this name. */
  VersionController policies(String bundle) {
    return policies.get(bundle);
  }

  VersionController rankers() {
    return rankers;
  }
}
