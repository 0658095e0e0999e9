package io.pageturner.app.bench;

import io.pageturner.evaluation.RunningMoments;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A learning curve: the return by steps, mean over seeds within ± sd, and each seed's own line. */
final class CurveChart {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 320;
  private static final Color MEAN = new Color(0x1f, 0x5f, 0xa8);
  private static final Color SPREAD = new Color(0x1f, 0x5f, 0xa8, 0x30);
  private static final Color SEED = new Color(0x1f, 0x5f, 0xa8, 0x60);

  private CurveChart() {}

  /**
   * Writes a PNG file.
   *
   * @param file with the ending {@code .png}
   */
  static void write(Path file, ContestResult result) throws IOException {
    System.setProperty("java.awt.headless", "true"); // A server has no screen.
    BitmapEncoder.saveBitmap(chart(result), file.toString(), BitmapFormat.PNG);
  }

  private static XYChart chart(ContestResult result) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(
                "%s at %s, %d seeds"
                    .formatted(
                        result.contest().agent(),
                        result.contest().task(),
                        result.returns().count()))
            .xAxisTitle("steps")
            .yAxisTitle("return of an evaluation")
            .build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisDecimalPattern("#,###");
    chart.getStyler().setXAxisMaxLabelCount(6);
    SortedMap<Long, RunningMoments> bySteps = bySteps(result.points());
    addSpread(chart, bySteps);
    bySeed(result.points()).forEach((seed, run) -> addLine(chart, "seed " + seed, run, SEED, 1));
    List<CurvePoint> means =
        bySteps.entrySet().stream()
            .map(at -> new CurvePoint(0, at.getKey(), at.getValue().mean(), 0, 0, 0))
            .toList();
    addLine(chart, "mean", means, MEAN, 3);
    return chart;
  }

  private static SortedMap<Long, RunningMoments> bySteps(List<CurvePoint> points) {
    return points.stream()
        .collect(
            Collectors.groupingBy(
                CurvePoint::steps,
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(),
                    at -> RunningMoments.of(at.stream().mapToDouble(CurvePoint::mean).toArray()))));
  }

  private static Map<Long, List<CurvePoint>> bySeed(List<CurvePoint> points) {
    return points.stream()
        .collect(Collectors.groupingBy(CurvePoint::seed, TreeMap::new, Collectors.toList()));
  }

  /** The area between mean − sd and mean + sd, there and back. */
  private static void addSpread(XYChart chart, SortedMap<Long, RunningMoments> bySteps) {
    List<Map.Entry<Long, RunningMoments>> there = List.copyOf(bySteps.entrySet());
    int size = there.size();
    double[] x = new double[2 * size];
    double[] y = new double[2 * size];
    IntStream.range(0, size)
        .forEach(
            i -> {
              RunningMoments moments = there.get(i).getValue();
              double sd = moments.count() < 2 ? 0 : moments.sd();
              int back = 2 * size - 1 - i;
              x[i] = there.get(i).getKey();
              x[back] = x[i];
              y[i] = moments.mean() + sd;
              y[back] = moments.mean() - sd;
            });
    XYSeries area = chart.addSeries("± sd", x, y);
    area.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    area.setFillColor(SPREAD);
    area.setLineColor(SPREAD);
    area.setMarker(SeriesMarkers.NONE);
  }

  private static void addLine(
      XYChart chart, String name, List<CurvePoint> points, Color colour, float width) {
    XYSeries line =
        chart.addSeries(
            name,
            points.stream().mapToDouble(CurvePoint::steps).toArray(),
            points.stream().mapToDouble(CurvePoint::mean).toArray());
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(colour);
    line.setLineStyle(new BasicStroke(width));
  }
}
