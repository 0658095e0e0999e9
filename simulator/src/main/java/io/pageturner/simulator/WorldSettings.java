package io.pageturner.simulator;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Everything that a world is made of; {@link #DEFAULT} is the world of the demo.
 *
 * @param users size of the population
 * @param catalogue the items
 * @param candidates candidates of each request, at least {@code pageSize}
 * @param pageSize items that a page shows
 * @param theta the team's global weight of the order score: fused = click + θ·a·order
 * @param scores how good the team's click and order scores are
 * @param attention how looking at a page wears off by position
 * @param appetites what each intent makes of an item
 * @param entrances how users come in, and what they are then after
 * @param patience what uses up patience
 * @param journey how the intent moves
 * @param rhythm virtual times
 */
public record WorldSettings(
    int users,
    CatalogueSettings catalogue,
    int candidates,
    int pageSize,
    double theta,
    ScoreSettings scores,
    AttentionSettings attention,
    Map<Intent, Appetite> appetites,
    Map<Entry, Entrance> entrances,
    PatienceSettings patience,
    JourneySettings journey,
    Rhythm rhythm) {

  /**
   * The world of the demo. Its numbers were tuned for the properties that {@code GainsTest} states:
   * what can be gained depends on the state, is worth looking ahead for, and can be seen from
   * outside.
   */
  public static final WorldSettings DEFAULT =
      new WorldSettings(
          12_000,
          CatalogueSettings.DEFAULT,
          30,
          8,
          2.3,
          ScoreSettings.DEFAULT,
          AttentionSettings.DEFAULT,
          Map.of(
              Intent.BROWSING, new Appetite(-3.5, 1, 1.5, -0.1, 0, -3, 0.5, 1.4, 0),
              Intent.COMPARING, new Appetite(-3.2, 1, 0.8, 0.5, 0.8, -1.4, 0.5, 1.4, 0.4),
              Intent.BUYING, new Appetite(-4, 1, -0.6, 1.3, 1, -1.4, 0.5, 2, 0.5)),
          Map.of(
              Entry.HOME, new Entrance(0.5, 0.8, 0.15, 0.05, 0),
              Entry.SEARCH, new Entrance(0.35, 0.06, 0.34, 0.6, 1),
              Entry.PUSH, new Entrance(0.15, 0.4, 0.45, 0.15, 0)),
          PatienceSettings.DEFAULT,
          JourneySettings.DEFAULT,
          Rhythm.DEFAULT);

  public WorldSettings {
    Checks.atLeast("users", 1, users);
    Checks.atLeast("pageSize", 1, pageSize);
    Checks.atLeast("candidates", pageSize, candidates);
    if (catalogue.items() < candidates) {
      throw new IllegalArgumentException(
          "catalogue.items must be candidates or more, were "
              + catalogue.items()
              + " and "
              + candidates);
    }
    Checks.positive("theta", theta);
    appetites = complete("appetites", Intent.class, appetites);
    entrances = complete("entrances", Entry.class, entrances);
  }

  /** These settings with another size of the population. */
  public WorldSettings withUsers(int newUsers) {
    return new WorldSettings(
        newUsers,
        catalogue,
        candidates,
        pageSize,
        theta,
        scores,
        attention,
        appetites,
        entrances,
        patience,
        journey,
        rhythm);
  }

  /** These settings with another θ. */
  public WorldSettings withTheta(double newTheta) {
    return new WorldSettings(
        users,
        catalogue,
        candidates,
        pageSize,
        newTheta,
        scores,
        attention,
        appetites,
        entrances,
        patience,
        journey,
        rhythm);
  }

  private static <K extends Enum<K>, V> Map<K, V> complete(
      String name, Class<K> keys, Map<K, V> values) {
    Map<K, V> ordered = new EnumMap<>(keys);
    ordered.putAll(values);
    for (K key : keys.getEnumConstants()) {
      if (!ordered.containsKey(key)) {
        throw new IllegalArgumentException(name + " has no entry for " + key);
      }
    }
    return Collections.unmodifiableMap(ordered);
  }
}
