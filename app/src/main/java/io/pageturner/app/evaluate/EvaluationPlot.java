package io.pageturner.app.evaluate;

import io.pageturner.evaluation.Interval;
import io.pageturner.evaluation.Intervals;
import io.pageturner.evaluation.RunningMoments;
import io.pageturner.evaluation.offpolicy.OffPolicyEvaluation;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.None;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Estimates as points on their bootstrap intervals, one estimator a line, best read across. */
public final class EvaluationPlot {
  private static final int WIDTH = 900;
  private static final int LINE = 45;
  private static final int MARGIN = 140;
  private static final double ABOVE = 0.3;
  private static final Color ESTIMATE = new Color(0x1f, 0x5f, 0xa8);
  private static final Color ON_POLICY = new Color(0x80, 0x80, 0x80);

  private EvaluationPlot() {}

  /** One line of the plot. */
  private record Line(String name, Interval interval, Color colour) {}

  /**
   * Writes a PNG file.
   *
   * @param file with the ending {@code .png}
   */
  public static void write(
      Path file,
      String title,
      OffPolicyEvaluation evaluation,
      Map<String, RunningMoments> onPolicy,
      double level)
      throws IOException {
    List<Line> lines = new ArrayList<>();
    evaluation
        .estimates()
        .forEach(e -> lines.add(new Line(e.estimator(), e.bootstrap(), ESTIMATE)));
    onPolicy.forEach(
        (name, returns) -> lines.add(new Line(name, Intervals.mean(returns, level), ON_POLICY)));
    System.setProperty("java.awt.headless", "true"); // A server has no screen.
    BitmapEncoder.saveBitmap(chart(title, lines), file.toString(), BitmapFormat.PNG);
  }

  private static XYChart chart(String title, List<Line> lines) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(MARGIN + LINE * lines.size())
            .title(title)
            .xAxisTitle("value per session, with its interval")
            .build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisMin(0.5);
    chart.getStyler().setYAxisMax(lines.size() + 0.8);
    chart.getStyler().setYAxisTicksVisible(false);
    for (int i = 0; i < lines.size(); i++) {
      add(chart, lines.get(i), lines.size() - i); // The first one on top.
    }
    return chart;
  }

  private static void add(XYChart chart, Line line, int height) {
    Interval interval = line.interval();
    if (interval.bounded()) {
      double[] ends = {interval.low(), interval.high()};
      XYSeries bar =
          chart.addSeries(line.name() + " interval", ends, new double[] {height, height});
      bar.setMarker(new None());
      bar.setLineColor(line.colour());
      bar.setLineStyle(new BasicStroke(3));
    }
    if (Double.isFinite(interval.estimate())) {
      XYSeries point =
          chart.addSeries(line.name(), new double[] {interval.estimate()}, new double[] {height});
      point.setMarker(SeriesMarkers.CIRCLE);
      point.setMarkerColor(line.colour());
      chart.addAnnotation(
          new AnnotationText(line.name(), interval.estimate(), height + ABOVE, false));
    }
  }
}
