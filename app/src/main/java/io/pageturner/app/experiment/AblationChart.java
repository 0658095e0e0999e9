package io.pageturner.app.experiment;

import io.pageturner.evaluation.RunningMoments;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.CategoryStyler;

/** Bars of each measure's first figure, one chart per table and measure: mean and ± sd. */
final class AblationChart {
  private static final int WIDTH = 520;
  private static final int HEIGHT = 380;
  private static final int LABEL_ANGLE = 35;

  private AblationChart() {}

  /**
   * Writes a PNG file.
   *
   * @param file with the ending {@code .png}
   */
  static void write(
      Path file, Ablation ablation, List<AblationTable> tables, List<Measure> measures)
      throws IOException {
    System.setProperty("java.awt.headless", "true"); // A server has no screen.
    List<CategoryChart> charts = new ArrayList<>();
    for (AblationTable table : tables) {
      for (Measure measure : measures) {
        charts.add(chart(ablation, table, measure));
      }
    }
    BitmapEncoder.saveBitmap(
        charts, tables.size(), measures.size(), file.toString(), BitmapFormat.PNG);
  }

  private static CategoryChart chart(Ablation ablation, AblationTable table, Measure measure) {
    Measure.Column column = measure.columns().get(0);
    List<String> labels = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (Map.Entry<String, String> row : table.rows().entrySet()) {
      RunningMoments moments = ablation.moments(measure.name(), row.getValue(), column.figure());
      if (moments.count() > 0) {
        labels.add(row.getKey());
        means.add(moments.mean() * column.factor());
        deviations.add(moments.count() < 2 ? 0 : moments.sd() * column.factor());
      }
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(table.title() + ": " + measure.name())
            .yAxisTitle(column.title())
            .build();
    CategoryStyler style = chart.getStyler();
    style.setLegendVisible(false);
    style.setChartBackgroundColor(Color.WHITE);
    style.setXAxisLabelRotation(LABEL_ANGLE);
    if (labels.isEmpty()) { // A chart without bars cannot be painted.
      chart.addSeries(measure.name(), List.of("not measured"), List.of(0.0), List.of(0.0));
    } else {
      chart.addSeries(measure.name(), labels, means, deviations);
    }
    return chart;
  }
}
