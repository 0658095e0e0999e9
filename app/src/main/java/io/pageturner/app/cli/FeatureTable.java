package io.pageturner.app.cli;

import io.pageturner.features.Feature;
import io.pageturner.features.Transform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Features as people read them: a line each, in columns. */
final class FeatureTable {
  private static final List<String> TITLES =
      List.of("feature", "from", "transform", "missing", "network input");

  private final List<List<String>> lines = new ArrayList<>(List.of(TITLES));

  FeatureTable(List<Feature> features) {
    for (Feature feature : features) {
      lines.add(
          List.of(
              feature.name(), from(feature), transform(feature), missing(feature), input(feature)));
    }
  }

  /** Where the value comes from. */
  private static String from(Feature feature) {
    if (feature instanceof Feature.Bucketed bucketed) {
      return from(bucketed.of());
    }
    if (feature instanceof Feature.Dense dense) {
      return source(dense.source(), "number");
    }
    if (feature instanceof Feature.Id id) {
      return source(id.source(), "text");
    }
    if (feature instanceof Feature.Count count) {
      return of(count.of()) + " in " + shortly(count.window());
    }
    if (feature instanceof Feature.BinarySequence sequence) {
      return of(sequence.of()) + " in " + list(sequence.windows());
    }
    if (feature instanceof Feature.Gap gap) {
      return "time since " + of(gap.of());
    }
    if (feature instanceof Feature.Transition) {
      return "categories of the last two clicks";
    }
    return "recent items";
  }

  private static String source(Feature.Source source, String type) {
    return source == Feature.Source.REQUEST ? "request, " + type : lower(source);
  }

  private static String of(Feature.Behaviour behaviour) {
    return lower(behaviour) + "s";
  }

  private static String transform(Feature feature) {
    if (feature instanceof Feature.Bucketed bucketed) {
      return "bucket " + bucketed.bounds();
    }
    if (feature instanceof Feature.Measured measured) {
      return transform(measured.transform());
    }
    if (feature instanceof Feature.Id id) {
      return "id seen " + id.minCount() + (id.minCount() == 1 ? " time" : " times");
    }
    if (feature instanceof Feature.BinarySequence sequence) {
      return "code of " + sequence.levels() + " levels";
    }
    if (feature instanceof Feature.Gap gap) {
      return "bucket " + list(gap.bounds());
    }
    return feature instanceof Feature.Transition ? "same, changed" : "as it is";
  }

  private static String transform(Transform transform) {
    if (transform instanceof Transform.Clip clip) {
      return "clip [" + clip.low() + ", " + clip.high() + "], z-score";
    }
    return switch ((Transform.Plain) transform) {
      case Z_SCORE -> "z-score";
      case LOG -> "log, z-score";
      case NONE -> "none";
    };
  }

  private static String missing(Feature feature) {
    if (feature instanceof Feature.Bucketed bucketed) {
      return bucketed.of() instanceof Feature.Dense
          ? missing(bucketed.of().missing(), "row 0")
          : "";
    }
    if (feature instanceof Feature.Dense dense) {
      return missing(dense.missing(), "mean");
    }
    boolean known = feature instanceof Feature.Count || feature instanceof Feature.BinarySequence;
    return feature instanceof Feature.Embedded && !known ? "row 0" : "";
  }

  private static String missing(double value, String otherwise) {
    return Double.isNaN(value) ? otherwise : Double.toString(value);
  }

  private static String input(Feature feature) {
    return feature instanceof Feature.Embedded embedded
        ? "embedding %,d × %d".formatted(embedded.rows(), embedded.dimension())
        : "number";
  }

  /** The table, two blanks before each line. */
  @Override
  public String toString() {
    int[] widths = new int[TITLES.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return lines.stream().map(line -> padded(line, widths)).collect(Collectors.joining("\n"));
  }

  private static String padded(List<String> line, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      text.append("  ").append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length()));
    }
    return text.toString().stripTrailing();
  }

  private static String list(List<Duration> durations) {
    return durations.stream().map(FeatureTable::shortly).toList().toString();
  }

  private static String shortly(Duration duration) {
    if (duration.equals(Duration.ofDays(duration.toDays()))) {
      return duration.toDays() + "d";
    }
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
