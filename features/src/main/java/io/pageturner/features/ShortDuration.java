package io.pageturner.features;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as configurations write them: {@code 30s}, {@code 10m}, {@code 6h}, {@code 7d}. */
final class ShortDuration {
  /** What {@link #parse} asks for. */
  static final String RULE = "a duration such as 30s, 10m, 6h or 7d, at most 3650d";

  private static final Duration LONGEST = Duration.ofDays(3_650);
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

  private ShortDuration() {}

  /** The duration; empty when the text is none, or 0, or longer than ten years. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(of(Long.parseLong(matcher.group(1)), matcher.group(2)))
            .filter(d -> !d.isZero() && d.compareTo(LONGEST) <= 0)
        : Optional.empty();
  }

  /** As {@link #parse} reads it, in the greatest unit that tells it whole. */
  static String format(Duration duration) {
    for (String unit : List.of("d", "h", "m", "s")) {
      Duration one = of(1, unit);
      long amount = duration.dividedBy(one);
      if (duration.equals(one.multipliedBy(amount))) {
        return amount + unit;
      }
    }
    return duration.toMillis() + "ms";
  }

  private static Duration of(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
