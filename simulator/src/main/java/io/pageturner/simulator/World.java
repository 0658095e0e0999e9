package io.pageturner.simulator;

import io.pageturner.domain.ItemId;
import java.time.Instant;
import java.util.Map;

/** A catalogue and a population, both drawn from a seed; immutable and safe for many threads. */
public final class World {
  private static final long ARRIVAL = 8;

  private final WorldSettings settings;
  private final long seed;
  private final Catalogue catalogue;
  private final Population population;
  private final Recall recall;

  /** The world of these settings and this seed: the same pair makes the same world. */
  public World(WorldSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
    this.catalogue = new Catalogue(settings.catalogue(), seed);
    this.population = new Population(settings, catalogue, seed);
    this.recall = new Recall(catalogue, new ScoreModels(settings), settings.candidates());
  }

  public WorldSettings settings() {
    return settings;
  }

  public long seed() {
    return seed;
  }

  /** Number of users; they are named by their index, from 0. */
  public int users() {
    return settings.users();
  }

  /**
   * One session of one user.
   *
   * @param userIndex in [0, {@link #users})
   * @param number counts the user's visits; each number is another visit
   * @param start virtual time of the first request
   */
  public Visit visit(int userIndex, int number, Instant start) {
    Arrival arrival =
        Arrival.draw(
            settings, user(userIndex), start, Randomness.stream(seed, ARRIVAL, userIndex, number));
    return new Visit(this, userIndex, number, start, arrival);
  }

  /**
   * The team's pre-trained item embeddings, {@code catalogue.embeddingSize} floats an item: a noisy
   * projection of what the item is.
   */
  public Map<ItemId, float[]> embeddings() {
    return catalogue.embeddings(seed);
  }

  User user(int index) {
    return population.user(index);
  }

  Catalogue catalogue() {
    return catalogue;
  }

  Recall recall() {
    return recall;
  }
}
