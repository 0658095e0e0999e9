package io.pageturner.learning.trainer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to watch of a learner (SPEC 2.8) at one moment; running means over the last updates, in the
 * feed's own units of reward. Those of V are of the replica that the first agent publishes.
 *
 * @param transitions consumed since scratch
 * @param skipped transitions left out, by reason
 * @param replaySize transitions in the replay
 * @param updates done since scratch
 * @param updatesPerSecond over the last seconds; 0 while idle
 * @param newestEvent event time of the newest transition; empty before the first
 * @param valueLoss mean of (y − V(s))²
 * @param meanValue mean of V(s)
 * @param meanAbsoluteValue mean of |V(s)|
 * @param otherQ mean of V(s) on traffic of no agent: Q of the baseline
 * @param agents one entry per agent
 */
public record TrainingFigures(
    long transitions,
    Map<String, Long> skipped,
    int replaySize,
    long updates,
    double updatesPerSecond,
    Optional<Instant> newestEvent,
    double valueLoss,
    double meanValue,
    double meanAbsoluteValue,
    double otherQ,
    List<Agent> agents) {
  public TrainingFigures {
    skipped = Map.copyOf(skipped);
    agents = List.copyOf(agents);
  }

  /**
   * One agent's figures, over its own traffic.
   *
   * @param name of the agent
   * @param transitions its own, consumed since scratch
   * @param advantageLoss mean of (t − A(s, a))²
   * @param actorLoss −mean of A(s, μ(s))
   * @param meanAdvantage mean of A(s, a)
   * @param meanAbsoluteAdvantage mean of |A(s, a)|
   * @param advantageShare |A| / (|V| + |A|): about 0.03 on a fusion action
   * @param meanQ mean of V(s) + A(s, a): to compare with the baseline's
   * @param actionMean mean of μ(s) on the unit scale
   * @param actionDeviation standard deviation of μ(s) on the unit scale
   * @param clipShare share of μ(s) at the clip
   * @param sigma σ of the exploration that its next version has
   * @param replica index of the replica that it publishes now, whose figures these are
   * @param offPolicyGain how much more than the policies that served that replica's μ is estimated
   *     to be worth on a page; see {@link ReplicaJudge}
   */
  public record Agent(
      String name,
      long transitions,
      double advantageLoss,
      double actorLoss,
      double meanAdvantage,
      double meanAbsoluteAdvantage,
      double advantageShare,
      double meanQ,
      double actionMean,
      double actionDeviation,
      double clipShare,
      double sigma,
      int replica,
      double offPolicyGain) {}

  /** These figures with another speed. */
  public TrainingFigures atSpeed(double perSecond) {
    return new TrainingFigures(
        transitions,
        skipped,
        replaySize,
        updates,
        perSecond,
        newestEvent,
        valueLoss,
        meanValue,
        meanAbsoluteValue,
        otherQ,
        agents);
  }
}
