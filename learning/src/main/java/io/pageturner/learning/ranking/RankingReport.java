package io.pageturner.learning.ranking;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.PageId;
import io.pageturner.domain.Sample;
import io.pageturner.learning.ranking.RankingMetrics.Prediction;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How the two ranking models do on samples that they have not learned from.
 *
 * @param samples number of samples
 * @param pages number of pages they were shown on
 * @param click of the click model
 * @param order of the order model
 */
public record RankingReport(int samples, int pages, ObjectiveReport click, ObjectiveReport order) {
  /**
   * Metric of {@link #metrics}: {@link ObjectiveReport#excessLogLoss} of the objective named after
   * it.
   */
  public static final String EXCESS_LOG_LOSS = "excess_log_loss_";

  /** Metric of {@link #metrics}: calibration error of the objective named after it. */
  public static final String CALIBRATION_ERROR = "calibration_error_";

  private static final int CALIBRATION_BINS = 10;

  /** Of nothing: every figure is NaN. */
  public static final RankingReport EMPTY = of(List.of());

  /**
   * How one model does.
   *
   * @param positives number of positive samples
   * @param logLoss mean binary cross-entropy, in nats
   * @param constantLogLoss the same of the best constant, the share of positives
   * @param auc area under the ROC curve over all samples; NaN without both classes
   * @param calibrationError expected calibration error, ten bins of equally many samples
   * @param predictedToObserved sum of the probabilities over the number of positives
   * @param answeredPages pages with a positive item: what the reciprocal ranks are means of
   * @param model mean reciprocal rank of a page's best-ranked positive item, ranked by the model
   * @param displayed the same in the order in which the page was shown
   * @param lastTouchedFirst the same with the items that the user touched last first, then as shown
   */
  public record ObjectiveReport(
      int positives,
      double logLoss,
      double constantLogLoss,
      double auc,
      double calibrationError,
      double predictedToObserved,
      int answeredPages,
      double model,
      double displayed,
      double lastTouchedFirst) {
    /**
     * How much the model's log loss exceeds that of the best constant; below 0 when it is worth
     * having.
     */
    public double excessLogLoss() {
      return logLoss - constantLogLoss;
    }

    /** Whether the model ranks the positive items above both references. */
    public boolean beatsReferences() {
      return model > displayed && model > lastTouchedFirst;
    }
  }

  /** The report of all items of some pages; the figures of no sample are NaN. */
  public static RankingReport of(List<ScoredSample> scored) {
    Map<PageId, List<ScoredSample>> pages =
        scored.stream()
            .collect(
                Collectors.groupingBy(
                    s -> s.sample().decision().page(), LinkedHashMap::new, Collectors.toList()));
    return new RankingReport(
        scored.size(),
        pages.size(),
        report(RankingObjective.CLICK, scored, pages.values()),
        report(RankingObjective.ORDER, scored, pages.values()));
  }

  private static ObjectiveReport report(
      RankingObjective objective, List<ScoredSample> scored, Collection<List<ScoredSample>> pages) {
    List<Prediction> predictions = predictions(objective, scored);
    List<List<ScoredSample>> answered =
        pages.stream()
            .filter(page -> page.stream().anyMatch(s -> objective.positive(s.sample())))
            .toList();
    Comparator<ScoredSample> shown = Comparator.comparingInt(s -> s.sample().shown().position());
    Comparator<ScoredSample> byModel =
        Comparator.comparingDouble((ScoredSample s) -> -s.scores().of(objective));
    Comparator<ScoredSample> byTouch =
        Comparator.comparingInt((ScoredSample s) -> -lastTouch(s.sample()));
    return new ObjectiveReport(
        (int) RankingMetrics.positives(predictions),
        RankingMetrics.logLoss(predictions),
        RankingMetrics.constantLogLoss(predictions),
        RankingMetrics.auc(predictions),
        RankingMetrics.calibrationError(predictions, CALIBRATION_BINS),
        RankingMetrics.predictedToObserved(predictions),
        answered.size(),
        meanReciprocalRank(objective, answered, byModel.thenComparing(shown)),
        meanReciprocalRank(objective, answered, shown),
        meanReciprocalRank(objective, answered, byTouch.thenComparing(shown)));
  }

  /** What a model said of each sample and what came of it. */
  static List<Prediction> predictions(RankingObjective objective, List<ScoredSample> scored) {
    return scored.stream()
        .map(s -> new Prediction(s.scores().of(objective), objective.positive(s.sample())))
        .toList();
  }

  /** Index of the item's last touch among the user's recent items, −1 when it was not touched. */
  private static int lastTouch(Sample sample) {
    List<ItemId> recent = sample.decision().state().recentItems();
    return recent.lastIndexOf(sample.shown().item());
  }

  private static double meanReciprocalRank(
      RankingObjective objective,
      List<List<ScoredSample>> pages,
      Comparator<ScoredSample> ranking) {
    return pages.stream()
        .mapToDouble(page -> reciprocalRank(objective, page.stream().sorted(ranking).toList()))
        .average()
        .orElse(Double.NaN);
  }

  private static double reciprocalRank(RankingObjective objective, List<ScoredSample> ranked) {
    int rank = 1;
    while (!objective.positive(ranked.get(rank - 1).sample())) {
      rank++;
    }
    return 1.0 / rank;
  }

  /** The report of one model. */
  public ObjectiveReport of(RankingObjective objective) {
    return switch (objective) {
      case CLICK -> click;
      case ORDER -> order;
    };
  }

  /** Whether each model ranks the positive items above both references, for people. */
  public String verdict() {
    return "click model " + verdict(click) + "; order model " + verdict(order);
  }

  private static String verdict(ObjectiveReport report) {
    return report.beatsReferences()
        ? "ranks above the displayed order and last touched first"
        : "DOES NOT rank above both the displayed order and last touched first";
  }

  /** The point-wise figures as a lineage keeps them; one that is not defined is left out. */
  public SortedMap<String, Double> metrics() {
    SortedMap<String, Double> metrics = new TreeMap<>();
    for (RankingObjective objective : RankingObjective.values()) {
      ObjectiveReport report = of(objective);
      metrics.put(EXCESS_LOG_LOSS + objective.label(), report.excessLogLoss());
      metrics.put("log_loss_" + objective.label(), report.logLoss());
      metrics.put(CALIBRATION_ERROR + objective.label(), report.calibrationError());
      metrics.put("auc_" + objective.label(), report.auc());
      metrics.put("predicted_to_observed_" + objective.label(), report.predictedToObserved());
    }
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }

  @Override
  public String toString() {
    return "%d samples on %d pages%n  click %s%n  order %s"
        .formatted(samples, pages, text(click), text(order));
  }

  private static String text(ObjectiveReport report) {
    return String.format(
        Locale.ROOT,
        "positives %d, log loss %.4f (constant %.4f), AUC %.4f, calibration error %.4f,"
            + " predicted/observed %.3f;"
            + " MRR on %d pages: model %.4f, displayed %.4f, last touched first %.4f",
        report.positives(),
        report.logLoss(),
        report.constantLogLoss(),
        report.auc(),
        report.calibrationError(),
        report.predictedToObserved(),
        report.answeredPages(),
        report.model(),
        report.displayed(),
        report.lastTouchedFirst());
  }
}
