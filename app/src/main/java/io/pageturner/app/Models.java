package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.ItemEmbeddingsFile;
import io.pageturner.learning.ranking.RankingModels;
import io.pageturner.learning.ranking.RankingObjective;
import io.pageturner.learning.ranking.RankingReport;
import io.pageturner.lifecycle.ActionDistributionGate;
import io.pageturner.lifecycle.ActionDistributionSettings;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.lifecycle.FiniteWeightsGate;
import io.pageturner.lifecycle.Gate;
import io.pageturner.lifecycle.LossGate;
import io.pageturner.lifecycle.VersionController;
import io.pageturner.serving.model.PolicyLoader;
import io.pageturner.serving.model.RankerLoader;
import io.pageturner.serving.model.RecordedStates;
import io.pageturner.serving.model.RecordedStatesProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What training hands to serving: bundles with their version controllers, and item embeddings.
 *
 * <p>Candidates are proven with serving's own forward pass on the states that serving recorded.
 */
final class Models {
  /** Name that the policy's bundles are published under. */
  static final String POLICY = "policy";

  /** Name that the ranking models' bundles are published under. */
  static final String RANKER = RankingModels.BUNDLE;

  private static final int RECORDED_STATES = 512;

  private final ItemEmbeddings embeddings;
  private final ItemEmbeddings rankerEmbeddings;
  private final RecordedStates recorded = new RecordedStates(RECORDED_STATES);
  private final PolicyLoader policyLoader;
  private final RankerLoader rankerLoader;
  private final VersionController policies;
  private final VersionController rankers;

  Models(PageturnerConfig config, DataDirectory data, FeatureConfig features, Closing closing)
      throws IOException {
    this.embeddings =
        Files.exists(data.embeddings())
            ? ItemEmbeddingsFile.read(data.embeddings())
            : ItemEmbeddings.none(features.sequenceDimension());
    this.rankerEmbeddings = ItemEmbeddings.none(features.sequenceDimension());
    this.policyLoader = new PolicyLoader(() -> embeddings);
    this.rankerLoader = new RankerLoader(() -> rankerEmbeddings, config.feed().objectives());
    BundleStore store = new BundleStore(data.models());
    this.policies =
        closing.add(
            new VersionController(store, POLICY, policyGates(config), InstantSource.system()));
    this.rankers =
        closing.add(
            new VersionController(store, RANKER, rankerGates(config), InstantSource.system()));
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

  ItemEmbeddings embeddings() {
    return embeddings;
  }

  /**
   * What the ranking models see of the item embeddings: nothing. Embeddings trained on the sessions
   * that hold a ranker's labels give them away, because an item that has one was acted on.
   */
  ItemEmbeddings rankerEmbeddings() {
    return rankerEmbeddings;
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

  VersionController policies() {
    return policies;
  }

  VersionController rankers() {
    return rankers;
  }
}
