package io.pageturner.serving.monitor;

import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Episode;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import io.pageturner.evaluation.BucketStatistics;
import io.pageturner.evaluation.ExperimentSnapshot;
import io.pageturner.serving.monitor.Monitor.Mark;
import io.pageturner.serving.monitor.Monitor.Point;
import io.pageturner.serving.monitor.Monitor.Series;
import io.pageturner.serving.monitor.Monitor.Table;
import io.pageturner.serving.monitor.Monitor.Tile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * A made-up run in which an agent learns: what the dashboard looks like, without a loop behind it.
 */
public record LearningStory(Instant end) implements MonitorSource {
  private static final int POINTS = 120;
  private static final Duration STEP = Duration.ofSeconds(150);

  /** Two sessions of each bucket yesterday, one of the agent's today. */
  @Override
  public Optional<Experiment> experiment() {
    BucketStatistics statistics = new BucketStatistics();
    Instant yesterday = end.minus(Duration.ofDays(1));
    statistics.add(session("baseline", yesterday, 1, 0, 1.0));
    statistics.add(session("baseline", yesterday, 0, 0, -1.0));
    statistics.add(session("agent", yesterday, 2, 1, 7.0));
    statistics.add(session("agent", yesterday, 1, 0, 1.0));
    statistics.add(session("agent", end, 0, 0, -0.5));
    ExperimentSnapshot figures = statistics.snapshot();
    Map<BucketName, Double> shares = Map.of(BucketName.BASELINE, 0.5, new BucketName("agent"), 0.5);
    return Optional.of(new Experiment(end, figures, figures.sampleRatio(shares)));
  }

  /** A session of one page. */
  private static Episode session(
      String bucket, Instant time, int clicks, int orders, double reward) {
    Episode.Page page =
        new Episode.Page(
            new PageId("p"),
            time,
            ModelVersion.NONE,
            Action.ones(1),
            clicks,
            orders,
            4_000,
            reward);
    return new Episode(
        new UserId(bucket + reward),
        new SessionId("s"),
        new BucketName(bucket),
        List.of(page),
        Episode.End.LEAVE,
        time.plusSeconds(30),
        "");
  }

  @Override
  public Monitor now() {
    Map<String, Series> series = new LinkedHashMap<>();
    series.put("reward.baseline", banded("baseline", "", 1, t -> 1.21, 0.5));
    series.put("reward.agent", banded("agent", "", 2, t -> 1.2 + 0.34 * learned(t), 0.5));
    series.put(
        "difference.agent", banded("agent − baseline", "", 3, t -> 0.34 * learned(t) - 0.01, 0.7));
    series.put("click_rate.baseline", banded("baseline", "%", 4, t -> 21.5, 3));
    series.put("click_rate.agent", banded("agent", "%", 5, t -> 21.5 - 1.2 * learned(t), 3));
    series.put("order_rate.baseline", banded("baseline", "%", 6, t -> 7.1, 2));
    series.put("order_rate.agent", banded("agent", "%", 7, t -> 7.1 + 1.9 * learned(t), 2));
    series.put("depth.baseline", banded("baseline", "pages", 8, t -> 3.4, 0.3));
    series.put("depth.agent", banded("agent", "pages", 9, t -> 3.4 + 0.3 * learned(t), 0.3));
    series.put("value.mean", line("mean V", "", 10, t -> 1.1 * Math.min(1, 4 * t), 0.02));
    series.put("advantage.mean", line("mean A", "", 11, t -> 0.04 * learned(t), 0.004));
    series.put("loss.v", line("V", "", 12, t -> 2 * Math.exp(-5 * t) + 0.6, 0.06));
    series.put("loss.a", line("A", "", 13, t -> Math.exp(-3 * t) + 0.4, 0.05));
    series.put("action.mean", line("mean", "", 14, t -> 1 + 0.9 * learned(t), 0.03));
    series.put("action.spread", line("spread", "", 15, t -> 0.1 + 0.5 * learned(t), 0.02));
    series.put("model_age.age", line("age", "s", 16, t -> 4 + 18 * ((t * 24) % 1), 0.1));
    series.put("join.matched", line("matched", "", 17, t -> 90_000 * t, 10));
    series.put("join.late", line("late", "", 18, t -> 1_200 * t, 5));
    series.put("latency.p50", line("p50", "ms", 19, t -> 0.6, 0.03));
    series.put("latency.p99", line("p99", "ms", 20, t -> 2.1, 0.3));
    return new Monitor(
        end,
        "Agent beats baseline by +26.9 % reward per session (95 % interval +19.4 % to +34.4 %).",
        tiles(),
        series,
        marks(),
        new Table(
            List.of("bucket", "sessions", "reward / session", "click rate", "order rate", "depth"),
            List.of(
                List.of("baseline", "4,812", "1.21 ± 0.05", "21.5 %", "7.1 %", "3.42"),
                List.of("agent", "4,790", "1.54 ± 0.05", "20.4 %", "9.0 %", "3.71"))));
  }

  private static double learned(double t) {
    return 1 / (1 + Math.exp(-9 * (t - 0.4)));
  }

  private static List<Tile> tiles() {
    return List.of(
        new Tile("Model version", "24", "of 26 candidates"),
        new Tile("Model age", "12 s", "from made to now"),
        new Tile("Mean V", "1.103", "97 % of |V| + |A|"),
        new Tile("Mean A", "0.038", "3 % of |V| + |A|"),
        new Tile("Pages decided", "33,104", "112 a second"),
        new Tile("Feedback", "41,870", "7 rejected"),
        new Tile("Latency p99", "2.1 ms", "p50 0.6 ms"));
  }

  private List<Mark> marks() {
    List<Mark> marks = new ArrayList<>();
    for (int version = 1; version <= 24; version++) {
      marks.add(new Mark(time(version * 5 - 3), "v" + version));
    }
    return marks;
  }

  private Instant time(int point) {
    return end.minus(STEP.multipliedBy(POINTS - 1 - point));
  }

  private Series line(
      String label, String unit, long seed, DoubleUnaryOperator curve, double noise) {
    Random random = new Random(seed);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      double value = curve.applyAsDouble(i / (double) POINTS) + noise * random.nextGaussian();
      points.add(Point.of(time(i), value));
    }
    return new Series(label, unit, points);
  }

  /** With a 95 % band that narrows with the square root of what was seen. */
  private Series banded(
      String label, String unit, long seed, DoubleUnaryOperator curve, double deviation) {
    Random random = new Random(seed);
    List<Point> points = new ArrayList<>();
    double walk = 0;
    for (int i = 0; i < POINTS; i++) {
      double half = 1.96 * deviation / Math.sqrt(4 + i);
      walk = 0.9 * walk + 0.1 * half * random.nextGaussian();
      double value = curve.applyAsDouble(i / (double) POINTS) + walk;
      points.add(new Point(time(i), value, value - half, value + half));
    }
    return new Series(label, unit, points);
  }
}
