package io.pageturner.learning.ranking;

import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.RecordLog;
import io.pageturner.learning.trainer.CandidateSink;
import io.pageturner.learning.trainer.CheckpointMismatchException;
import io.pageturner.learning.trainer.NotFiniteException;
import io.pageturner.lifecycle.Candidate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that keeps the ranking models up to date with the stream of joined pages (SPEC 3.1):
 * it owns them and the logs, and closes all.
 *
 * <p>One loop: read pages and late feedback, score and learn them, publish and checkpoint when an
 * interval is over and something was learned. Models that have diverged are taken back to the last
 * checkpoint, and go on with the pages that come next.
 */
public final class RankerTrainer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RankerTrainer.class);
  private static final Duration POLL = Duration.ofMillis(200);

  /** The first poll after a start has to find the log's brokers, too. */
  private static final Duration FIRST_POLL = Duration.ofSeconds(10);

  private final OnlineRanking ranking;
  private final RecordLog<JoinedPage> log;
  private final RecordLog<LateFeedback> corrections;
  private final CandidateSink sink;
  private final RankerCheckpoints checkpoints;
  private final RankerTrainerSettings settings;
  private final InstantSource clock;
  private final RankerPosition start;
  private final Thread thread;

  private volatile boolean closing;
  private volatile Throwable failure;
  private volatile long pages;
  private volatile RankingReport report = RankingReport.EMPTY;

  private Instant lastPublished;
  private Instant lastCheckpoint;
  private long publishedPages;
  private long checkpointPages;

  private RankerTrainer(
      OnlineRanking ranking,
      RecordLog<JoinedPage> log,
      RecordLog<LateFeedback> corrections,
      CandidateSink sink,
      RankerCheckpoints checkpoints,
      RankerTrainerSettings settings,
      InstantSource clock,
      RankerPosition start) {
    this.ranking = ranking;
    this.log = log;
    this.corrections = corrections;
    this.sink = sink;
    this.checkpoints = checkpoints;
    this.settings = settings;
    this.clock = clock;
    this.start = start;
    this.pages = ranking.pages();
    this.publishedPages = pages;
    this.checkpointPages = pages;
    this.lastPublished = clock.instant();
    this.lastCheckpoint = lastPublished;
    this.thread = new Thread(this::run, "ranker-trainer");
  }

  /**
   * Starts a trainer, which continues from the newest checkpoint when there is one.
   *
   * @param ranking is the trainer's from now on
   * @param log of joined pages, is the trainer's from now on
   * @param corrections of late feedback on them, is the trainer's from now on
   * @param sink where candidates go, called by the trainer's thread
   * @param clock the machine's: measures the intervals and dates the versions
   * @throws CheckpointMismatchException when the checkpoint does not fit; ranking and logs are
   *     closed then
   */
  public static RankerTrainer start(
      OnlineRanking ranking,
      RecordLog<JoinedPage> log,
      RecordLog<LateFeedback> corrections,
      CandidateSink sink,
      RankerCheckpoints checkpoints,
      RankerTrainerSettings settings,
      InstantSource clock)
      throws IOException {
    try {
      RankerPosition start = continueOrBegin(ranking, checkpoints);
      RankerTrainer trainer =
          new RankerTrainer(ranking, log, corrections, sink, checkpoints, settings, clock, start);
      trainer.thread.start();
      return trainer;
    } catch (IOException | RuntimeException e) {
      ranking.close();
      log.close();
      corrections.close();
      throw e;
    }
  }

  /** There is a checkpoint from here on, to go back to. */
  private static RankerPosition continueOrBegin(
      OnlineRanking ranking, RankerCheckpoints checkpoints) throws IOException {
    Optional<RankerPosition> restored = checkpoints.restore(ranking);
    if (restored.isEmpty()) {
      checkpoints.save(ranking, RankerPosition.BEGINNING);
    }
    return restored.orElse(RankerPosition.BEGINNING);
  }

  /** Pages taken in since scratch. */
  public long pages() {
    return pages;
  }

  /** How the models did lately on pages before learning from them; of the last publishing. */
  public RankingReport report() {
    return report;
  }

  /** Why the trainer has stopped by itself; empty while it runs and after an orderly close. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Stops after the update at hand, writes a checkpoint, and closes models and log. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (ranking;
        log;
        corrections) {
      remember();
      log.seek(start.samples());
      corrections.seek(start.corrections());
      while (!closing) {
        step();
      }
      checkpoint();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      LOG.error("the ranker trainer has stopped; serving continues with the last version", e);
    }
  }

  /** Reads the newest of the pages that were learned from, which may be answered late. */
  private void remember() {
    log.seek(start.samplesBefore(ranking.correctablePages()));
    while (!closing && start.isAfter(log.position())) {
      List<JoinedPage> learned = log.poll(FIRST_POLL);
      if (learned.isEmpty()) {
        return; // The log ends before the position: nothing more to know.
      }
      ranking.remember(learned);
    }
  }

  private void step() throws IOException {
    ranking.consume(log.poll(POLL));
    ranking.correct(corrections.poll(Duration.ZERO));
    pages = ranking.pages();
    try {
      if (due(lastPublished, settings.publishInterval())
          && pages > publishedPages
          && pages >= settings.warmUp()) {
        publish();
      }
      if (due(lastCheckpoint, settings.checkpointInterval()) && pages > checkpointPages) {
        checkpoint();
      }
    } catch (NotFiniteException e) {
      LOG.error("the ranking models have diverged, back to the last checkpoint", e);
      checkpoints.restore(ranking); // The position stays: what made them diverge is left out.
      pages = ranking.pages();
      publishedPages = pages;
      checkpointPages = pages;
    }
  }

  private boolean due(Instant last, Duration interval) {
    return !clock.instant().isBefore(last.plus(interval));
  }

  private void publish() {
    ranking.learn();
    report = ranking.report();
    LOG.info(
        "rankers after {} pages, {} labels turned by late feedback, each of the last pages scored"
            + " before learned: {}",
        pages,
        ranking.corrected(),
        report);
    submit(ranking.candidate(report, clock.instant(), settings.codeVersion()));
    lastPublished = clock.instant();
    publishedPages = pages;
  }

  private void submit(Candidate candidate) {
    try {
      sink.submit(candidate).ifPresent(ranking::published);
    } catch (IOException | RuntimeException e) {
      LOG.error("the rankers were not published, trying again later", e);
    }
  }

  private void checkpoint() {
    try {
      checkpoints.save(ranking, new RankerPosition(log.position(), corrections.position()));
    } catch (IOException e) {
      LOG.error("no checkpoint of the rankers was written, trying again later", e);
    }
    lastCheckpoint = clock.instant();
    checkpointPages = pages;
  }
}
