package io.pageturner.app.monitor;

import io.pageturner.domain.BucketName;
import io.pageturner.evaluation.BucketFigures;
import io.pageturner.evaluation.ExperimentSnapshot;
import io.pageturner.evaluation.Interval;
import io.pageturner.learning.trainer.TrainingFigures;
import io.pageturner.pipeline.stream.Count;
import io.pageturner.serving.model.Swap;
import io.pageturner.serving.monitor.Monitor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The dashboard's curves, tiles and table, kept from look to look; safe for many threads. */
final class Dashboard {
  private static final int MARKS = 200;

  private final Map<String, Curve> curves = new LinkedHashMap<>();

  /** Takes a look's figures into the curves. */
  synchronized void add(Look look) {
    Instant time = look.time();
    for (BucketName bucket : look.experiment().buckets()) {
      experiment(time, bucket, look.experiment().total(bucket));
    }
    for (BucketName bucket : look.experiment().buckets()) {
      look.experiment()
          .compare(bucket, BucketName.BASELINE)
          .filter(comparison -> !bucket.isBaseline())
          .ifPresent(
              comparison ->
                  curve("difference." + bucket, bucket + " − baseline", "reward")
                      .add(time, comparison.difference()));
    }
    look.training().ifPresent(figures -> training(time, figures));
    curve("latency.p50", "p50", "ms").add(time, look.rankMillis()[0]);
    curve("latency.p99", "p99", "ms").add(time, look.rankMillis()[1]);
    look.lastSwap().ifPresent(swap -> modelAge(time, swap));
  }

  private void experiment(Instant time, BucketName bucket, BucketFigures figures) {
    String name = bucket.value();
    curve("reward." + name, name, "reward").add(time, figures.rewardPerSession());
    curve("click_rate." + name, name, "clicks per page").add(time, figures.clickRate());
    curve("order_rate." + name, name, "orders per session").add(time, figures.orderRate());
    curve("depth." + name, name, "pages").add(time, figures.depth());
  }

  private void training(Instant time, TrainingFigures figures) {
    if (figures.updates() == 0) {
      return;
    }
    curve("value.v", "mean V", "reward").add(time, figures.meanValue());
    curve("loss.v", "V", "").add(time, figures.valueLoss());
    for (TrainingFigures.Agent agent : figures.agents()) {
      agent(time, agent, figures.agents().size() > 1);
    }
  }

  /** An agent's curves, named after it when there are others. */
  private void agent(Instant time, TrainingFigures.Agent agent, boolean others) {
    String tail = others ? "." + agent.name() : "";
    String of = others ? agent.name() + ": " : "";
    curve("advantage.mean" + tail, of + "mean A", "reward").add(time, agent.meanAdvantage());
    curve("advantage.size" + tail, of + "mean |A|", "reward")
        .add(time, agent.meanAbsoluteAdvantage());
    curve("loss.a" + tail, of + "A", "").add(time, agent.advantageLoss());
    curve("action.mean" + tail, of + "mean", "unit scale").add(time, agent.actionMean());
    curve("action.spread" + tail, of + "spread", "unit scale").add(time, agent.actionDeviation());
    curve("action.clip" + tail, of + "share at the clip", "").add(time, agent.clipShare());
  }

  private void modelAge(Instant time, Swap swap) {
    Instant made = swap.at().minus(swap.age());
    curve("model_age.age", "age of the serving version", "s")
        .add(time, Duration.between(made, time).toMillis() / 1e3);
  }

  private Curve curve(String name, String label, String unit) {
    return curves.computeIfAbsent(name, n -> new Curve(label, unit));
  }

  /** What the page shows now. */
  synchronized Monitor draw(Look look) {
    Map<String, Monitor.Series> series = new LinkedHashMap<>();
    curves.forEach((name, curve) -> series.put(name, curve.series()));
    return new Monitor(
        look.time(), headline(look), tiles(look), series, marks(look), table(look.experiment()));
  }

  private static String headline(Look look) {
    ExperimentSnapshot experiment = look.experiment();
    return experiment.buckets().stream()
        .filter(bucket -> !bucket.isBaseline())
        .findFirst()
        .map(bucket -> Headline.of(experiment.compare(bucket, BucketName.BASELINE)))
        .orElse(Headline.of(Optional.empty()));
  }

  private static List<Monitor.Tile> tiles(Look look) {
    List<Monitor.Tile> tiles = new ArrayList<>();
    Optional<Swap> swap = look.lastSwap();
    tiles.add(
        new Monitor.Tile(
            "model version",
            look.version().map(Object::toString).orElse("none"),
            swap.map(s -> age(s, look.time())).orElse("the team's ranking is served")
                + (look.refusals().count() == 0 ? "" : "; " + look.refusals().text())));
    tiles.add(new Monitor.Tile("pages served", String.format("%,d", look.pages()), ""));
    tiles.add(
        new Monitor.Tile(
            "latency p99",
            Double.isNaN(look.rankMillis()[1]) ? "–" : format("%.1f ms", look.rankMillis()[1]),
            Double.isNaN(look.rankMillis()[0]) ? "" : format("p50 %.1f ms", look.rankMillis()[0])));
    tiles.add(
        new Monitor.Tile(
            "pages joined",
            String.format("%,d", count(look, Count.PAGES)),
            String.format(
                "%,d late, %,d unmatched, %,d malformed",
                count(look, Count.LATE),
                count(look, Count.UNMATCHED),
                count(look, Count.MALFORMED))));
    look.training().ifPresent(figures -> tiles.addAll(tiles(figures)));
    return tiles;
  }

  private static List<Monitor.Tile> tiles(TrainingFigures figures) {
    List<Monitor.Tile> tiles = new ArrayList<>();
    tiles.add(
        new Monitor.Tile(
            "learned from",
            String.format("%,d", figures.transitions()),
            String.format(
                Locale.ROOT,
                "%,d updates, %.0f/s",
                figures.updates(),
                figures.updatesPerSecond())));
    for (TrainingFigures.Agent agent : figures.agents()) {
      double share = 100 * agent.advantageShare();
      tiles.add(
          new Monitor.Tile(
              figures.agents().size() > 1 ? "|V| : |A| of " + agent.name() : "|V| : |A|",
              format("%.0f : %.0f", 100 - share, share),
              format(
                  "mean V %.2f, mean A %+.3f; Q %.2f, the baseline's %.2f",
                  figures.meanValue(), agent.meanAdvantage(), agent.meanQ(), figures.otherQ())));
    }
    return tiles;
  }

  private static long count(Look look, Count count) {
    return look.counts().getOrDefault(count, 0L);
  }

  private static String age(Swap swap, Instant now) {
    long seconds = Duration.between(swap.at().minus(swap.age()), now).toSeconds();
    return seconds + " s old, loaded in " + swap.load().toMillis() + " ms";
  }

  private static List<Monitor.Mark> marks(Look look) {
    List<Monitor.Mark> marks =
        look.swaps().stream()
            .filter(swap -> swap.outcome() == Swap.Outcome.SWAPPED)
            .map(swap -> new Monitor.Mark(swap.at(), "v" + swap.version()))
            .toList();
    return marks.subList(Math.max(0, marks.size() - MARKS), marks.size());
  }

  private static Monitor.Table table(ExperimentSnapshot experiment) {
    List<String> columns =
        List.of(
            "bucket",
            "users",
            "sessions",
            "reward/session",
            "clicks/page",
            "orders/session",
            "pages/session",
            "dwell/session",
            "p, always valid");
    List<List<String>> rows = new ArrayList<>();
    for (BucketName bucket : experiment.buckets()) {
      BucketFigures f = experiment.total(bucket);
      rows.add(
          List.of(
              bucket.value(),
              String.format("%,d", f.users()),
              String.format("%,d", f.sessions()),
              text(f.rewardPerSession(), 2, ""),
              text(f.clickRate(), 3, ""),
              text(f.orderRate(), 3, ""),
              text(f.depth(), 2, ""),
              text(f.dwellSeconds(), 0, " s"),
              pValue(experiment, bucket)));
    }
    return new Monitor.Table(columns, rows);
  }

  /** Of no difference from the baseline's reward, however often somebody looks; – for itself. */
  static String pValue(ExperimentSnapshot experiment, BucketName bucket) {
    return experiment
        .compare(bucket, BucketName.BASELINE)
        .filter(comparison -> !bucket.isBaseline())
        .map(comparison -> format("%.3g", comparison.pValue()))
        .orElse("–");
  }

  /** An interval as estimate ± half width. */
  static String text(Interval interval, int digits, String unit) {
    String number = "%." + digits + "f";
    if (!interval.bounded()) {
      return Double.isNaN(interval.estimate()) ? "–" : format(number + unit, interval.estimate());
    }
    return format(
        number + " ± " + number + unit,
        interval.estimate(),
        (interval.high() - interval.low()) / 2);
  }

  @SuppressWarnings("AnnotateFormatMethod") // It would need Error Prone at run time.
  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
