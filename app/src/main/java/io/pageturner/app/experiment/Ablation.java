package io.pageturner.app.experiment;

import io.pageturner.evaluation.RunningMoments;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;

/**
 * What was measured of each variant, seed by seed.
 *
 * @param runs in the order in which they were made
 */
record Ablation(List<Run> runs) {
  /**
   * One measurement.
   *
   * @param figures by name
   * @param seconds how long it took
   */
  record Run(
      String measure,
      String variant,
      long seed,
      SortedMap<String, Double> figures,
      double seconds) {}

  /** Told before each run how many there are, and after it what came out. */
  interface Progress {
    void begins(int number, int of, String measure, String variant, long seed);

    void ended(Run run);
  }

  Ablation {
    runs = List.copyOf(runs);
  }

  /**
   * Measures every variant by every measure, seed after seed: when it has to stop early, all
   * variants have about the same number of seeds.
   *
   * @param more asked before each run whether there is time for it
   */
  static Ablation run(List<Measure> measures, int seeds, BooleanSupplier more, Progress progress) {
    int all = seeds * measures.stream().mapToInt(measure -> measure.variants().size()).sum();
    List<Run> runs = new ArrayList<>();
    for (long seed = 1; seed <= seeds; seed++) {
      for (Measure measure : measures) {
        for (Variant variant : measure.variants()) {
          if (!more.getAsBoolean()) {
            return new Ablation(runs);
          }
          progress.begins(runs.size() + 1, all, measure.name(), variant.name(), seed);
          long start = System.nanoTime();
          SortedMap<String, Double> figures = measure.of(variant, seed);
          double seconds = (System.nanoTime() - start) / 1e9;
          Run run = new Run(measure.name(), variant.name(), seed, figures, seconds);
          runs.add(run);
          progress.ended(run);
        }
      }
    }
    return new Ablation(runs);
  }

  /** A figure over the seeds; of none when the variant was not measured. */
  RunningMoments moments(String measure, String variant, String figure) {
    return RunningMoments.of(
        runs.stream()
            .filter(run -> run.measure().equals(measure) && run.variant().equals(variant))
            .mapToDouble(run -> run.figures().get(figure))
            .toArray());
  }
}
