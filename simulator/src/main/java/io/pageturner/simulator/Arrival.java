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
  private static final double DECISIVENESS_WEIGHT = 0.5;
  private static final int MORE_WORDS = 4;

  /** Draws the beginning of a visit of {@code user} at {@code start}. */
  static Arrival draw(WorldSettings settings, User user, Instant start, RandomGenerator random) {
    Entry entry = entry(settings.entrances(), random.nextDouble());
    Entrance entrance = settings.entrances().get(entry);
    double tilt =
        DECISIVENESS_WEIGHT * user.decisiveness() + settings.journey().hourSwing() * evening(start);
    Intent intent = entrance.intent(tilt, random.nextDouble());
    int focus = Recall.favourite(user, random);
    boolean queried = random.nextDouble() < entrance.focus();
    String device = random.nextDouble() < 0.7 ? "phone" : "desktop";
    double distance = Randomness.logNormal(random, user.home(), 0.2);
    int words = entry == Entry.SEARCH ? words(intent, random) : 0;
    PatienceSettings patience = settings.patience();
    double level = patience.start() + patience.spread() * random.nextGaussian();
    return new Arrival(
        new PageRequest.Context(entry, device, distance, words),
        new Mind(settings, intent, level, focus),
        queried ? focus : -1);
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
          case BROWSING -> 0.1;
          case COMPARING -> 0.3;
          case BUYING -> 0.6;
        };
    int words = 1;
    for (int i = 0; i < MORE_WORDS; i++) {
      words += random.nextDouble() < more ? 1 : 0;
    }
    return words;
  }
}
