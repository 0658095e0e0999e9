package io.pageturner.app.cli;

import io.pageturner.domain.ModelVersion;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.serving.model.Swap;
import io.pageturner.simulator.AcceleratedClock;
import io.pageturner.simulator.LoadReport.Second;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The demo's own measurements, said in a sentence each. */
final class DemoFigures {
  /** Latencies of the first seconds are those of a machine that still compiles. */
  private static final int WARM_AFTER = 60;

  private DemoFigures() {}

  /** Latency in the second of each swap and the one after it, against all other seconds. */
  static String swaps(List<Second> seconds) {
    List<Double> around = new ArrayList<>();
    List<Double> steady = new ArrayList<>();
    long failed = 0;
    for (int i = Math.max(2, WARM_AFTER); i < seconds.size(); i++) {
      boolean swapped =
          seconds.get(i).modelVersion() > seconds.get(i - 1).modelVersion()
              || seconds.get(i - 1).modelVersion() > seconds.get(i - 2).modelVersion();
      (swapped ? around : steady).add(seconds.get(i).latency().p99());
      failed += swapped ? seconds.get(i).failed() : 0;
    }
    if (around.isEmpty() || steady.isEmpty()) {
      return "too short to tell latency around swaps from steady latency";
    }
    return String.format(
        Locale.ROOT,
        "rank p99 at the client, median over seconds: %.1f ms in %d seconds around a swap, %.1f ms"
            + " in %d others (ratio %.2f); %d requests failed around a swap",
        median(around),
        around.size(),
        median(steady),
        steady.size(),
        median(around) / median(steady),
        failed);
  }

  /**
   * Time from feedback to a policy trained on it that serves, wall time: of each version, for the
   * transitions that it learned from and its predecessor had not.
   */
  static String freshness(List<Bundle> bundles, List<Swap> swaps, AcceleratedClock clock) {
    Map<ModelVersion, Instant> served =
        swaps.stream()
            .filter(swap -> swap.outcome() == Swap.Outcome.SWAPPED)
            .collect(Collectors.toMap(Swap::version, Swap::at, (a, b) -> a, HashMap::new));
    List<Bundle> oldestFirst = new ArrayList<>(bundles);
    oldestFirst.sort(Comparator.comparing(Bundle::version));
    List<Double> waits = new ArrayList<>();
    for (int i = 1; i < oldestFirst.size(); i++) {
      Instant at = served.get(oldestFirst.get(i).version());
      Instant from = oldestFirst.get(i - 1).lineage().dataTo();
      Instant to = oldestFirst.get(i).lineage().dataTo();
      if (at != null && to.isAfter(from)) {
        Instant middle = from.plus(Duration.between(from, to).dividedBy(2));
        waits.add(Duration.between(wall(middle, clock), at).toMillis() / 1e3);
      }
    }
    return waits.isEmpty()
        ? "too short to tell the time from feedback to a policy trained on it"
        : String.format(
            Locale.ROOT,
            "from a page to a serving policy that was trained on its feedback: median %.1f s over %d"
                + " versions",
            median(waits),
            waits.size());
  }

  /** The wall time at which the accelerated clock showed {@code shown}. */
  private static Instant wall(Instant shown, AcceleratedClock clock) {
    Duration ago = Duration.between(shown, clock.instant());
    return Instant.now().minusNanos(Math.round(ago.toNanos() / clock.factor()));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
