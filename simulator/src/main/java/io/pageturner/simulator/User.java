package io.pageturner.simulator;

import io.pageturner.domain.UserId;

/**
 * One person of the population, with taste and habits.
 *
 * @param id who
 * @param taste latent vector of unit length
 * @param assumedTaste what the team's score models take the taste for
 * @param favourites the categories nearest to the taste, nearest first
 * @param decisiveness shifts a session's intent towards buying; standard normal
 * @param attention how slowly looking at a page wears off; the decay per position is divided by it
 * @param home distance that orders usually travel, km
 * @param awayFactor factor on the time between visits
 */
record User(
    UserId id,
    float[] taste,
    float[] assumedTaste,
    int[] favourites,
    double decisiveness,
    double attention,
    double home,
    double awayFactor) {

  /** How well an item meets the taste, about −1 … 1. */
  double match(Item item) {
    return dot(taste, item.taste());
  }

  /** How well the score models think that an item meets the taste. */
  double assumedMatch(Item item) {
    return dot(assumedTaste, item.taste());
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
