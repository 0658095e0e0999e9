package io.pageturner.serving.monitor;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One look at the whole loop; see {@link MonitorSource} for its JSON.
 *
 * @param time of the look
 * @param headline one sentence for everybody
 * @param tiles single figures, in order
 * @param series curves by {@code <chart>.<line>}, in order
 * @param marks moments to mark in every chart, such as swaps
 * @param buckets figures per bucket
 */
public record Monitor(
    Instant time,
    String headline,
    List<Tile> tiles,
    Map<String, Series> series,
    List<Mark> marks,
    Table buckets) {
  public Monitor {
    tiles = List.copyOf(tiles);
    series = Collections.unmodifiableMap(new LinkedHashMap<>(series));
    marks = List.copyOf(marks);
  }

  /** Nothing to show yet. */
  public static Monitor empty(Instant time, String headline) {
    return new Monitor(
        time, headline, List.of(), Map.of(), List.of(), new Table(List.of(), List.of()));
  }

  /**
   * A single figure.
   *
   * @param label what it is
   * @param value as it is shown
   * @param hint small print; empty for none
   */
  public record Tile(String label, String value, String hint) {}

  /**
   * A curve.
   *
   * @param label its name in the legend
   * @param unit of its values; empty for none
   * @param points ascending in time
   */
  public record Series(String label, String unit, List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * One point of a curve.
   *
   * @param value NaN leaves a gap
   * @param low lower end of the 95 % interval; NaN for no interval
   * @param high upper end
   */
  public record Point(Instant time, double value, double low, double high) {
    public static Point of(Instant time, double value) {
      return new Point(time, value, Double.NaN, Double.NaN);
    }
  }

  /** A moment to mark. */
  public record Mark(Instant time, String label) {}

  /** A table as it is shown; every row has as many cells as there are columns. */
  public record Table(List<String> columns, List<List<String>> rows) {
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<String> row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "row " + row + " has " + row.size() + " cells, columns are " + columns);
        }
      }
    }
  }
}
