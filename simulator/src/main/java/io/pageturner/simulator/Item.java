package io.pageturner.simulator;

import io.pageturner.domain.ItemId;

/**
 * One item of the catalogue, as the world knows it.
 *
 * @param id its id
 * @param category index of its category
 * @param taste its latent vector, of unit length
 * @param appeal how thumb-stopping it looks; standard normal over the catalogue
 * @param value how much it is worth for its price; standard normal, partly against {@code appeal}
 * @param price in the feed's currency
 */
record Item(ItemId id, int category, float[] taste, double appeal, double value, double price) {

  /** The category's name on the wire. */
  String categoryName() {
    return categoryName(category);
  }

  static String categoryName(int category) {
    return "c" + category;
  }
}
