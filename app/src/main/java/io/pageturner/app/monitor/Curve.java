package io.pageturner.app.monitor;

import io.pageturner.evaluation.Interval;
import io.pageturner.serving.monitor.Monitor;
import io.pageturner.serving.monitor.Monitor.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One curve over time, bounded: when it is full every second point is dropped and from then on half
 * as many are kept, so that it always spans the whole time. Used under the monitor's lock.
 */
final class Curve {
  private static final int CAPACITY = 600;

  private final String label;
  private final String unit;
  private final List<Point> points = new ArrayList<>();
  private long offered;
  private long stride = 1;

  Curve(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  void add(Instant time, double value) {
    add(Point.of(time, value));
  }

  void add(Instant time, Interval interval) {
    add(
        interval.bounded()
            ? new Point(time, interval.estimate(), interval.low(), interval.high())
            : Point.of(time, interval.estimate()));
  }

  private void add(Point point) {
    if (!Double.isFinite(point.value()) || offered++ % stride != 0) {
      return;
    }
    points.add(point);
    if (points.size() == CAPACITY) {
      List<Point> kept = new ArrayList<>();
      for (int i = 0; i < points.size(); i += 2) {
        kept.add(points.get(i));
      }
      points.clear();
      points.addAll(kept);
      stride *= 2;
    }
  }

  Monitor.Series series() {
    return new Monitor.Series(label, unit, points);
  }
}
