package io.pageturner.simulator;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The team's click and order models: they know items and roughly the user's taste, not the intent,
 * so they answer for an assumed mix of intents; and they are noisy.
 */
final class ScoreModels {
  private final WorldSettings settings;
  private final double examined;

  ScoreModels(WorldSettings settings) {
    this.settings = settings;
    double sum = 0;
    for (int position = 0; position < settings.pageSize(); position++) {
      sum += settings.attention().examined(position, 1);
    }
    examined = sum / settings.pageSize();
  }

  Candidate score(User user, Item item, RandomGenerator random) {
    double match = user.assumedMatch(item);
    double click = 0;
    double order = 0;
    for (Map.Entry<Intent, Appetite> entry : settings.appetites().entrySet()) {
      double share = settings.scores().share(entry.getKey());
      double opened = share * examined * entry.getValue().click(item, match, false);
      click += opened;
      order += opened * entry.getValue().order(item, match, false, 0);
    }
    return new Candidate(
        item.id(), noisy(click, random), noisy(order, random), item.price(), item.categoryName());
  }

  /** Log-normal noise of mean 1, so that the scores stay calibrated; never above 1. */
  private double noisy(double probability, RandomGenerator random) {
    double noise = settings.scores().noise();
    return Math.min(1, probability * Math.exp(noise * random.nextGaussian() - noise * noise / 2));
  }
}
