package io.pageturner.learning.trainer;

import java.util.Arrays;
import java.util.List;

/**
 * How much more each replica's μ is worth on a page than the policy that served: an off-policy
 * estimate per agent, self-normalised, older pages weighing exponentially less.
 */
final class ReplicaScores {
  /** Remembers about so many of an agent's pages. */
  private static final double MEMORY = 10_000;

  private final Score[][] scores; // [agents][replicas]

  /**
   * An estimate.
   *
   * @param weight sum of the pages' weights w
   * @param sum sum of w·δ
   */
  record Score(double weight, double sum) {
    static final Score NONE = new Score(0, 0);

    /** Mean of δ in the feed's own units of reward; 0 before the first page. */
    double mean() {
      return weight == 0 ? 0 : sum / weight;
    }

    private Score plus(double w, double advantage) {
      double kept = 1 - 1 / MEMORY;
      return new Score(weight * kept + w, sum * kept + w * advantage);
    }
  }

  ReplicaScores(int agents, int replicas) {
    this.scores = new Score[agents][replicas];
    for (Score[] ofAgent : scores) {
      Arrays.fill(ofAgent, Score.NONE);
    }
  }

  /**
   * Counts a page of an agent's own.
   *
   * @param weight π(a|s) of the replica over the density that a was drawn with
   * @param advantage δ = r + γ·V(s') − V(s)
   */
  void add(int agent, int replica, double weight, double advantage) {
    scores[agent][replica] = scores[agent][replica].plus(weight, advantage);
  }

  double mean(int agent, int replica) {
    return scores[agent][replica].mean();
  }

  /** The replica of the greatest estimate; the first before anything is known. */
  int best(int agent) {
    int best = 0;
    for (int replica = 1; replica < scores[agent].length; replica++) {
      if (mean(agent, replica) > mean(agent, best)) {
        best = replica;
      }
    }
    return best;
  }

  List<Score> of(int agent) {
    return List.of(scores[agent]);
  }

  void restore(int agent, List<Score> saved) {
    scores[agent] = saved.toArray(Score[]::new);
  }
}
