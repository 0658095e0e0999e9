package io.pageturner.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How a visit begins.
 *
 * @param context what the client knows
 * @param mind what is hidden
 * @param queried index of the category that was searched for, or −1
 */
record Arrival(PageRequest.Context context, Mind mind, int queried) {
  private static final int EVENING_HOUR = 19;
  private static final int MORE_WORDS = 4;
  private static final double PHONES = 0.7;
  private static final double DISTANCE_SPREAD = 0.2;

  /** Draws the beginning of a visit of {@code user} at {@code start}. */
  static Arrival draw(WorldSettings settings, User user, Instant start, RandomGenerator random) {
    Entry entry = entry(settings.entrances(), random.nextDouble());
    Entrance entrance = settings.entrances().get(entry);
    Intent intent = entrance.intent(tilt(settings.journey(), user, start), random.nextDouble());
    int focus = Recall.favourite(user, random);
    boolean queried = random.nextDouble() < entrance.queried();
    return new Arrival(
        context(entry, intent, user, random),
        new Mind(settings, intent, patience(settings.patience(), random), focus),
        queried ? focus : -1);
  }

  /** How far the odds are shifted towards buying. */
  private static double tilt(JourneySettings journey, User user, Instant start) {
    return journey.decisivenessWeight() * user.decisiveness()
        + journey.hourSwing() * evening(start);
  }

  private static double patience(PatienceSettings settings, RandomGenerator random) {
    return settings.start() + settings.spread() * random.nextGaussian();
  }

  private static PageRequest.Context context(
      Entry entry, Intent intent, User user, RandomGenerator random) {
    String device = random.nextDouble() < PHONES ? "phone" : "desktop";
    double distance = Randomness.logNormal(random, user.home(), DISTANCE_SPREAD);
    int words = entry == Entry.SEARCH ? words(intent, random) : 0;
    return new PageRequest.Context(entry, device, distance, words, 0);
  }

  private static Entry entry(Map<Entry, Entrance> entrances, double point) {
    double left = point * entrances.values().stream().mapToDouble(Entrance::share).sum();
    Entry last = null;
    for (Map.Entry<Entry, Entrance> entry : entrances.entrySet()) {
      last = entry.getKey();
      left -= entry.getValue().share();
      if (left < 0) {
        break;
      }
    }
    return last;
  }

  /** 1 in the evening, −1 in the morning. */
  private static double evening(Instant time) {
    int hour = time.atZone(ZoneOffset.UTC).getHour();
    return Math.cos((hour - EVENING_HOUR) * Math.PI / 12);
  }

  /** The better people know what they want, the longer their query. */
  private static int words(Intent intent, RandomGenerator random) {
    double more =
        switch (intent) {
          case BROWSING -> 0.05;
          case COMPARING -> 0.15;
          case BUYING -> 0.7;
        };
    int words = 1;
    for (int i = 0; i < MORE_WORDS; i++) {
      words += random.nextDouble() < more ? 1 : 0;
    }
    return words;
  }
}
