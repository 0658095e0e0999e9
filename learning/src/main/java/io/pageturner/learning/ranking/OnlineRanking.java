package io.pageturner.learning.ranking;

import io.pageturner.domain.Feedback;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Sample;
import io.pageturner.learning.trainer.NotFiniteException;
import io.pageturner.lifecycle.Candidate;
import io.pageturner.lifecycle.Lineage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiPredicate;

/**
 * Ranking models that learn from a stream of joined pages, in one pass, each page scored before it
 * is learned from.
 *
 * <p>So the figures of {@link #report} are of pages that the models had not seen (progressive
 * validation: Blum, Kalai and Langford, "Beating the hold-out", COLT 1999; test-then-train). Used
 * by one thread; closing it closes the models.
 */
public final class OnlineRanking implements AutoCloseable {
  private final RankingModels models;
  private final RecentScores recent;
  private final LateAnswers late;
  private final List<Sample> pending = new ArrayList<>();
  private final Map<RankingObjective, List<Sample>> answered =
      new EnumMap<>(RankingObjective.class);
  private long pages;
  private long corrected;
  private Optional<Instant> firstEvent = Optional.empty();
  private Optional<Instant> newestEvent = Optional.empty();
  private Optional<ModelVersion> parent = Optional.empty();

  /**
   * @param models are this object's from now on
   * @param reportedSamples how many of the newest samples {@link #report} is of
   * @param correctablePages how many of the newest pages late feedback is learned for
   * @param counts whether feedback counts for a page that was shown at a time: the joiner's rule
   */
  public OnlineRanking(
      RankingModels models,
      int reportedSamples,
      int correctablePages,
      BiPredicate<Instant, Feedback> counts) {
    this.models = models;
    this.recent = new RecentScores(reportedSamples);
    this.late = new LateAnswers(correctablePages, counts);
  }

  /**
   * Learns from logged pages in several passes, before the first of the stream.
   *
   * @param logged ascending in time
   */
  public void pretrain(List<JoinedPage> logged, int passes) {
    logged.forEach(this::see);
    List<Sample> samples = samples(logged);
    models.train(samples, passes);
    models.recalibrate(samples);
  }

  /** How the models do on pages as they are now, without learning from them. */
  public RankingReport evaluate(List<JoinedPage> heldOut) {
    return models.evaluate(samples(heldOut));
  }

  private static List<Sample> samples(List<JoinedPage> pages) {
    return pages.stream().flatMap(page -> page.samples().stream()).toList();
  }

  /** Takes in joined pages; learns when a batch is complete. */
  public void consume(List<JoinedPage> joined) {
    for (JoinedPage page : joined) {
      see(page);
      pending.addAll(page.samples());
      late.add(page).forEach(this::relabel);
    }
    if (pending.size() >= models.settings().batchSize()) {
      learn();
    }
  }

  /**
   * Takes in late feedback (SPEC 4.2): the samples that it answers are learned from once more with
   * the next batch, or, while they still wait to be learned from, as what they are now.
   */
  public void correct(List<LateFeedback> corrections) {
    corrections.forEach(correction -> late.add(correction).forEach(this::relabel));
  }

  private void relabel(LateAnswers.Answered sample) {
    int waiting = pending.indexOf(sample.before());
    if (waiting >= 0) {
      pending.set(waiting, sample.after());
    }
    for (RankingObjective objective : RankingObjective.values()) {
      if (sample.turned(objective)) {
        corrected++;
        if (waiting < 0) {
          answered.computeIfAbsent(objective, o -> new ArrayList<>()).add(sample.after());
        }
      }
    }
    recent.relabel(sample.before(), sample.after());
  }

  /** Knows pages that were learned from before a restart, so that late feedback finds them. */
  void remember(List<JoinedPage> learned) {
    learned.forEach(late::add);
  }

  /** How many of the newest pages late feedback is learned for. */
  int correctablePages() {
    return late.capacity();
  }

  /** Labels that late feedback has turned since this object was made. */
  public long corrected() {
    return corrected;
  }

  private void see(JoinedPage page) {
    Instant time = page.decision().time();
    firstEvent = Optional.of(firstEvent.filter(first -> first.isBefore(time)).orElse(time));
    newestEvent = Optional.of(newestEvent.filter(last -> last.isAfter(time)).orElse(time));
    pages++;
  }

  /** Learns from what was taken in and makes no full batch yet. */
  public void learn() {
    if (!pending.isEmpty() || !answered.isEmpty()) {
      recent.add(models.score(pending));
      models.update(pending, answered);
      pending.clear();
      answered.clear();
    }
  }

  /** Pages taken in since scratch. */
  public long pages() {
    return pages;
  }

  /** How the models did on the newest pages, each before it was learned from. */
  public RankingReport report() {
    return RankingReport.of(recent.toList());
  }

  /**
   * The models as they are now, to be proven and published.
   *
   * @param report whose figures the lineage keeps
   * @throws NotFiniteException when a weight is not a finite number
   */
  public Candidate candidate(RankingReport report, Instant now, String codeVersion) {
    NotFiniteException.requireFinite(models.weights());
    SortedMap<String, Double> metrics = report.metrics();
    metrics.put("negative_rate", models.settings().negativeRate());
    Lineage lineage =
        new Lineage(
            now,
            codeVersion,
            parent,
            firstEvent.orElse(now),
            newestEvent.orElse(now),
            pages,
            models.settings().seed(),
            models.config().hash(),
            models.encoder().embeddings().version(),
            metrics);
    return new Candidate(RankingModels.BUNDLE, lineage, models.export());
  }

  /** Tells which version the last candidate became: the parent of the next. */
  public void published(ModelVersion version) {
    parent = Optional.of(version);
  }

  RankingModels models() {
    return models;
  }

  /** The counters, for a checkpoint. */
  RankerState state() {
    return new RankerState(
        RankerState.FORMAT,
        models.config().hash(),
        models.settings().hidden(),
        pages,
        RankerState.millis(firstEvent),
        RankerState.millis(newestEvent),
        parent.orElse(ModelVersion.NONE).number());
  }

  /** Continues with the models and counters of a checkpoint; what is pending is forgotten. */
  void restore(RankingModels.Checkpoint checkpoint, RankerState state) {
    models.restore(checkpoint);
    pending.clear();
    answered.clear();
    recent.clear();
    pages = state.pages();
    firstEvent = RankerState.instant(state.firstEvent());
    newestEvent = RankerState.instant(state.newestEvent());
    ModelVersion published = new ModelVersion(state.published());
    parent = published.equals(ModelVersion.NONE) ? Optional.empty() : Optional.of(published);
  }

  @Override
  public void close() {
    models.close();
  }
}
