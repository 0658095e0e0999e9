package io.pageturner.learning.ranking;

/**
 * What the two ranking models say of one item.
 *
 * @param click probability that it is clicked
 * @param order probability that it is ordered
 */
public record RankingScores(double click, double order) {
  /** The probability that belongs to an objective. */
  public double of(RankingObjective objective) {
    return switch (objective) {
      case CLICK -> click;
      case ORDER -> order;
    };
  }
}
