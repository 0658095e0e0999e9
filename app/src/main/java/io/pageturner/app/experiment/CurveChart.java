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
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Learning curves: gain over pages, mean and ± sd over seeds, one chart per table. */
final class CurveChart {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 380;

  private CurveChart() {}

  /** Writes {@code agents-<title>.png} for each table. */
  static void write(
      Path directory, Ablation ablation, List<AblationTable> tables, AgentMeasure measure)
      throws IOException {
    System.setProperty("java.awt.headless", "true"); // A server has no screen.
    for (AblationTable table : tables) {
      Path file = directory.resolve("agents-" + table.title() + ".png");
      BitmapEncoder.saveBitmap(chart(ablation, table, measure), file.toString(), BitmapFormat.PNG);
    }
  }

  private static XYChart chart(Ablation ablation, AblationTable table, AgentMeasure measure) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(table.title())
            .xAxisTitle("pages")
            .yAxisTitle("gain per session over a = 1")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    for (Map.Entry<String, String> row : table.rows().entrySet()) {
      add(chart, ablation, measure, row.getKey(), row.getValue());
    }
    if (chart.getSeriesMap().isEmpty()) { // A chart without a line cannot be painted.
      chart.addSeries("not measured", new double[] {0}, new double[] {0});
    }
    return chart;
  }

  private static void add(
      XYChart chart, Ablation ablation, AgentMeasure measure, String label, String variant) {
    List<Double> pages = new ArrayList<>(List.of(0.0));
    List<Double> means = new ArrayList<>(List.of(0.0));
    List<Double> deviations = new ArrayList<>(List.of(0.0));
    int every = measure.plan().every();
    for (int at = every; at <= measure.plan().pages(); at += every) {
      RunningMoments gain = ablation.moments(measure.name(), variant, LearningCurve.point(at));
      if (gain.count() > 0) {
        pages.add((double) at);
        means.add(gain.mean());
        deviations.add(gain.count() < 2 ? 0 : gain.sd());
      }
    }
    if (pages.size() > 1) {
      chart.addSeries(label, pages, means, deviations);
    }
  }
}
