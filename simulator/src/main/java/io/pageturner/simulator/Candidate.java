package io.pageturner.simulator;

import io.pageturner.domain.ItemId;

/**
 * One candidate of a request, as serving is told about it.
 *
 * @param item the item
 * @param click the team's click score: probability of a click when shown
 * @param order the team's order score: probability of an order when shown
 * @param price dense feature
 * @param category id feature
 */
public record Candidate(ItemId item, double click, double order, double price, String category) {
  /** The objectives' scores, click first, as {@link io.pageturner.domain.Fusion} takes them. */
  public double[] scores() {
    return new double[] {click, order};
  }
}
