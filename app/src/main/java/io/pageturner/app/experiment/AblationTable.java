package io.pageturner.app.experiment;

import io.pageturner.evaluation.RunningMoments;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of an ablation: one line per variant, in order.
 *
 * @param title what is compared
 * @param rows label → name of the variant
 */
record AblationTable(String title, Map<String, String> rows) {
  /** The table in Markdown: mean ± standard deviation over (number of) seeds. */
  String markdown(Ablation ablation, List<Measure> measures) {
    List<Column> columns =
        measures.stream()
            .flatMap(measure -> measure.columns().stream().map(c -> new Column(measure, c)))
            .toList();
    Stream<String> head =
        Stream.of(
            row(title, columns.stream().map(Column::title)),
            row("---", columns.stream().map(column -> "---:")));
    Stream<String> lines =
        rows.entrySet().stream()
            .map(
                row ->
                    row(
                        row.getKey(),
                        columns.stream().map(column -> column.cell(ablation, row.getValue()))));
    return Stream.concat(head, lines).collect(Collectors.joining("\n", "", "\n"));
  }

  /** Whether one of its variants was measured. */
  boolean hasRun(Ablation ablation) {
    return ablation.runs().stream().anyMatch(run -> rows.containsValue(run.variant()));
  }

  private static String row(String label, Stream<String> cells) {
    return Stream.concat(Stream.of(label), cells).collect(Collectors.joining(" | ", "| ", " |"));
  }

  private record Column(Measure measure, Measure.Column of) {
    String title() {
      return measure.name() + ": " + of.title();
    }

    String cell(Ablation ablation, String variant) {
      RunningMoments moments = ablation.moments(measure.name(), variant, of.figure());
      if (moments.count() == 0) {
        return "–";
      }
      double mean = moments.mean() * of.factor();
      return moments.count() == 1
          ? String.format(Locale.ROOT, "%.2f (1)", mean)
          : String.format(
              Locale.ROOT, "%.2f ± %.2f (%d)", mean, moments.sd() * of.factor(), moments.count());
    }
  }
}
