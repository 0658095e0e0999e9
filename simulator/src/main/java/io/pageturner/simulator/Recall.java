package io.pageturner.simulator;

import io.pageturner.domain.ItemId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The feed's candidate source: items of the user's favourite categories, of the category at hand
 * (the query's or the last click's), and some of anything.
 */
final class Recall {
  private static final double FROM_FAVOURITES = 0.4;
  private static final double AT_HAND = 0.4;
  private static final int FAVOURITES = 3;

  private final Catalogue catalogue;
  private final ScoreModels models;
  private final int candidates;

  Recall(Catalogue catalogue, ScoreModels models, int candidates) {
    this.catalogue = catalogue;
    this.models = models;
    this.candidates = candidates;
  }

  /**
   * Distinct candidates with their scores.
   *
   * @param atHand index of the category at hand, or −1
   */
  List<Candidate> candidates(User user, int atHand, RandomGenerator random) {
    Set<ItemId> chosen = new HashSet<>();
    return Stream.generate(() -> draw(user, atHand, random))
        .filter(item -> chosen.add(item.id()))
        .limit(candidates)
        .map(item -> models.score(user, item, random))
        .toList();
  }

  private Item draw(User user, int atHand, RandomGenerator random) {
    double channel = random.nextDouble();
    if (channel < FROM_FAVOURITES || (atHand < 0 && channel < FROM_FAVOURITES + AT_HAND)) {
      return any(catalogue.ofCategory(favourite(user, random)), random);
    }
    if (channel < FROM_FAVOURITES + AT_HAND) {
      return any(catalogue.ofCategory(atHand), random);
    }
    return any(catalogue.items(), random);
  }

  static int favourite(User user, RandomGenerator random) {
    return user.favourites()[random.nextInt(Math.min(FAVOURITES, user.favourites().length))];
  }

  private static Item any(List<Item> items, RandomGenerator random) {
    return items.get(random.nextInt(items.size()));
  }
}
