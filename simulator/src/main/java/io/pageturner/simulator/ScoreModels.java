package io.pageturner.simulator;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The team's click and order models: they know items and roughly the user's taste, not the intent,
 * so they answer for an assumed mix of intents; and they are noisy.
 */
final class ScoreModels {
  private final double noise;
  private final List<Assumed> assumed;

  /**
   * One intent of the assumed mix.
   *
   * @param seen probability that a shown item is looked at, and with this intent
   */
  private record Assumed(double seen, Appetite appetite) {}

  ScoreModels(WorldSettings settings) {
    double examined =
        IntStream.range(0, settings.pageSize())
            .mapToDouble(position -> settings.attention().examined(position, 1))
            .average()
            .orElseThrow();
    noise = settings.scores().noise();
    assumed =
        settings.appetites().entrySet().stream()
            .map(e -> new Assumed(settings.scores().share(e.getKey()) * examined, e.getValue()))
            .toList();
  }

  Candidate score(User user, Item item, RandomGenerator random) {
    double match = user.assumedMatch(item);
    double click = 0;
    double order = 0;
    for (Assumed part : assumed) {
      double opened = part.seen * part.appetite.click(item, match, false);
      click += opened;
      order += opened * part.appetite.order(item, match, false, 0);
    }
    return new Candidate(
        item.id(), noisy(click, random), noisy(order, random), item.price(), item.categoryName());
  }

  /** Log-normal noise of mean 1, so that the scores stay calibrated; never above 1. */
  private double noisy(double probability, RandomGenerator random) {
    return Math.min(1, probability * Math.exp(noise * random.nextGaussian() - noise * noise / 2));
  }
}
