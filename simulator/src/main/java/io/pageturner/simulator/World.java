package io.pageturner.simulator;

import io.pageturner.domain.ItemId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A catalogue and a population, both drawn from a seed; immutable and safe for many threads. */
public final class World {
  private static final long ARRIVAL = 8;
  private static final long FIRST_ARRIVAL = 10;
  private static final long SILENT = 11;

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

  /** When a user first comes after the feed opens: spread over the time that users stay away. */
  Duration firstArrival(int user) {
    double spread = Randomness.stream(seed, FIRST_ARRIVAL, user).nextDouble();
    double away = settings.rhythm().away().toMillis() * user(user).awayFactor();
    return Duration.ofMillis(Math.round(away * spread));
  }

  /** Whether a visit is among the {@code share} that end without saying so. */
  boolean silent(int user, int number, double share) {
    return Randomness.stream(seed, SILENT, user, number).nextDouble() < share;
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
