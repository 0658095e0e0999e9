package io.pageturner.learning.trainer;

import io.pageturner.features.FeatureConfig;
import io.pageturner.features.Preprocessing;
import io.pageturner.learning.feed.PolicyContent;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Lineage;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.lifecycle.Weights;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes what an agent publishes: its policy's content, and the lineage that tells its origin. */
final class CandidateMaker {
  private final FeatureConfig config;
  private final LearnerSettings settings;
  private final String itemEmbeddings;

  /**
   * @param itemEmbeddings version of the item embeddings trained with
   */
  CandidateMaker(FeatureConfig config, LearnerSettings settings, String itemEmbeddings) {
    this.config = config;
    this.settings = settings;
    this.itemEmbeddings = itemEmbeddings;
  }

  /**
   * @throws NotFiniteException when a weight is not a finite number
   */
  Candidate make(
      int k,
      Weights weights,
      Preprocessing preprocessing,
      Progress progress,
      TrainingFigures figures,
      Instant now,
      String codeVersion) {
    NotFiniteException.requireFinite(weights);
    Lineage lineage =
        new Lineage(
            now,
            codeVersion,
            progress.parent(k, figures.agents().get(k).replica()),
            progress.firstEvent().orElse(now),
            progress.newestEvent().orElse(now),
            progress.transitions,
            settings.seed(),
            config.hash(),
            itemEmbeddings,
            metrics(figures, figures.agents().get(k)));
    return new Candidate(
        settings.agents().get(k).bundle(), lineage, content(k, weights, preprocessing, progress));
  }

  PolicyContent content(int k, Weights weights, Preprocessing preprocessing, Progress progress) {
    PolicySpec spec =
        new PolicySpec(
            settings.algorithm().label(),
            settings.actions(),
            settings.agents().get(k).exploration().after(progress.ownTransitions[k]));
    return new PolicyContent(config, preprocessing, spec, weights);
  }

  private static SortedMap<String, Double> metrics(
      TrainingFigures figures, TrainingFigures.Agent own) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    metrics.put("updates", (double) figures.updates());
    metrics.put("loss_v", figures.valueLoss());
    metrics.put("mean_v", figures.meanValue());
    metrics.put("mean_abs_v", figures.meanAbsoluteValue());
    metrics.put("baseline_q", figures.otherQ());
    metrics.put("loss_a", own.advantageLoss());
    metrics.put("loss_actor", own.actorLoss());
    metrics.put("mean_a", own.meanAdvantage());
    metrics.put("mean_abs_a", own.meanAbsoluteAdvantage());
    metrics.put("mean_q", own.meanQ());
    metrics.put("action_mean", own.actionMean());
    metrics.put("action_sd", own.actionDeviation());
    metrics.put("clip_share", own.clipShare());
    metrics.put("sigma", own.sigma());
    metrics.put("replica", (double) own.replica());
    metrics.put("off_policy_gain", own.offPolicyGain());
    return metrics;
  }
}
