package io.pageturner.learning.trainer;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.feed.PolicyLearner;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.replay.EncodedTransition;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells replicas apart on fresh pages of the agents' own traffic: the metric by which the published
 * one is chosen (SPEC 2.6).
 *
 * <p>For a page with unit action u, drawn with density p, the replica's μ(s) counts with the weight
 * w = K((u − μ(s)) / h) / p, an Epanechnikov kernel cut off at the bounds and scaled to mass 1
 * (Kallus and Zhou 2018), on a grid a probability over its points as p is one, and Σ w·δ / Σ w
 * estimates how much more than the serving policy it is worth on a page, δ = r + γ·V(s') − V(s)
 * with the mean V of all replicas: the same δ for all of them, so that their luck is the same, too.
 * Pages are judged before most of what is learned from them.
 */
final class ReplicaJudge {
  private static final int AT_ONCE = 256;
  private static final double BANDWIDTH = 0.5;

  /** Actions are kept in 32-bit floats. */
  private static final double ROUNDING = 1e-5;

  /** No page counts for more than this many. */
  private static final double MOST = 20;

  private final FeatureConfig config;
  private final ItemEmbeddings embeddings;
  private final double gamma;
  private final double[] grid;
  private final List<EncodedTransition> pages = new ArrayList<>();

  ReplicaJudge(FeatureConfig config, ItemEmbeddings embeddings, ActionSpace actions, double gamma) {
    this.config = config;
    this.embeddings = embeddings;
    this.gamma = gamma;
    this.grid = actions.gridUnits();
  }

  /**
   * Takes a page of an agent's own, unless no weight can be told for it.
   *
   * @return whether it is time to {@link #judge}
   */
  boolean add(EncodedTransition transition) {
    if (transition.density() > 0) { // Else K / p would be no number, nor any score after it.
      pages.add(transition);
    }
    return pages.size() >= AT_ONCE;
  }

  /** Forgets the pages taken. */
  void clear() {
    pages.clear();
  }

  /** Counts the pages taken into the scores, and forgets them. */
  void judge(List<PolicyLearner> replicas, ReplicaScores scores) {
    if (pages.isEmpty()) {
      return;
    }
    StateBatch states = batch(pages.stream().map(EncodedTransition::state).toList());
    double[] advantages = advantages(replicas, states);
    List<Integer> agents =
        pages.stream().map(EncodedTransition::agent).distinct().sorted().toList();
    for (int agent : agents) {
      scores.add(agent, block(agent, replicas, states, advantages));
    }
    pages.clear();
  }

  /** What an agent's pages say of each replica. */
  private ReplicaScores.Block block(
      int agent, List<PolicyLearner> replicas, StateBatch states, double[] advantages) {
    List<ReplicaScores.Score> scores = new ArrayList<>();
    for (PolicyLearner replica : replicas) {
      float[] units = replica.unitActions(agent, states, pages.size());
      double weight = 0;
      double sum = 0;
      for (int i = 0; i < pages.size(); i++) {
        if (pages.get(i).agent() == agent) {
          double w = weight(pages.get(i), units, i);
          weight += w;
          sum += w * advantages[i];
        }
      }
      scores.add(new ReplicaScores.Score(weight, sum));
    }
    long own = pages.stream().filter(page -> page.agent() == agent).count();
    return new ReplicaScores.Block((int) own, scores);
  }

  /** δ [pages]. */
  private double[] advantages(List<PolicyLearner> replicas, StateBatch states) {
    double[] values = values(replicas, states);
    double[] next =
        values(
            replicas, batch(pages.stream().map(page -> page.next().orElse(page.state())).toList()));
    double[] advantages = new double[values.length];
    for (int i = 0; i < advantages.length; i++) {
      EncodedTransition page = pages.get(i);
      double later = page.next().isPresent() ? gamma * next[i] : 0;
      advantages[i] = page.reward() + later - values[i];
    }
    return advantages;
  }

  private double[] values(List<PolicyLearner> replicas, StateBatch states) {
    double[] mean = new double[pages.size()];
    for (PolicyLearner replica : replicas) {
      float[] values = replica.values(states, pages.size());
      for (int i = 0; i < mean.length; i++) {
        mean[i] += values[i] / replicas.size();
      }
    }
    return mean;
  }

  private StateBatch batch(List<EncodedState> states) {
    return StateBatch.of(config, embeddings, states);
  }

  private double weight(EncodedTransition page, float[] units, int row) {
    float[] taken = page.action();
    double density = 1;
    for (int k = 0; k < taken.length; k++) {
      double center = units[row * taken.length + k];
      density *= grid.length > 0 ? probability(grid, taken[k], center) : kernel(taken[k], center);
    }
    return Math.min(MOST, density / page.density());
  }

  /** The kernel's density at {@code unit}, around {@code center}, within [−1, 1]. */
  static double kernel(double unit, double center) {
    double z = (unit - center) / BANDWIDTH;
    if (!(Math.abs(z) < 1)) {
      return 0;
    }
    double mass = below((1 - center) / BANDWIDTH) - below((-1 - center) / BANDWIDTH);
    return 0.75 * (1 - z * z) / (BANDWIDTH * mass);
  }

  /**
   * The kernel's share at the grid's point {@code unit} of all its points; 0 where there is none.
   *
   * @param center a point of the grid
   */
  static double probability(double[] grid, double unit, double center) {
    double here = 0;
    double all = 0;
    for (double point : grid) {
      double z = (point - center) / BANDWIDTH;
      double height = Math.max(0, 1 - z * z);
      all += height;
      here += Math.abs(point - unit) <= ROUNDING ? height : 0;
    }
    return here / all;
  }

  /** The share of the whole kernel below z. */
  private static double below(double z) {
    double cut = Math.max(-1, Math.min(1, z));
    return 0.5 + 0.75 * (cut - cut * cut * cut / 3);
  }
}
