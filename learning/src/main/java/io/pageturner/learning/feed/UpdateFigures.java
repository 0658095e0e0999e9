package io.pageturner.learning.feed;

import java.util.List;

/**
 * What one update saw, in the feed's own units of reward, before its parameters moved.
 *
 * @param valueLoss mean of (y − V(s))²
 * @param meanValue mean of V(s) over all traffic
 * @param meanAbsoluteValue mean of |V(s)| over all traffic
 * @param otherRows number of rows that are no agent's traffic
 * @param otherValue mean of V(s) over those rows: Q of a = 1, whose advantage is none
 * @param agents one entry per agent
 */
public record UpdateFigures(
    double valueLoss,
    double meanValue,
    double meanAbsoluteValue,
    int otherRows,
    double otherValue,
    List<Agent> agents) {
  public UpdateFigures {
    agents = List.copyOf(agents);
  }

  /**
   * One agent's part, over its own traffic; all 0 when {@code rows} is 0.
   *
   * @param rows number of its rows
   * @param advantageLoss mean of (t − A(s, a))²
   * @param actorLoss −mean of A(s, μ(s))
   * @param meanAdvantage mean of A(s, a)
   * @param meanAbsoluteAdvantage mean of |A(s, a)|
   * @param meanQ mean of V(s) + A(s, a)
   * @param actionMean mean of μ(s) on the unit scale, over all numbers of the action
   * @param actionDeviation standard deviation of μ(s) on the unit scale
   * @param clipShare share of μ(s) within 1 % of the clip
   */
  public record Agent(
      int rows,
      double advantageLoss,
      double actorLoss,
      double meanAdvantage,
      double meanAbsoluteAdvantage,
      double meanQ,
      double actionMean,
      double actionDeviation,
      double clipShare) {}

  /** Whether every figure is a finite number. */
  public boolean finite() {
    double sum = valueLoss + meanValue + meanAbsoluteValue + otherValue;
    for (Agent agent : agents) {
      sum += agent.advantageLoss + agent.actorLoss + agent.meanQ + agent.actionDeviation;
    }
    return Double.isFinite(sum);
  }
}
