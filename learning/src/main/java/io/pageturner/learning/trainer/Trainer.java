package io.pageturner.learning.trainer;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.RecordLog;
import io.pageturner.domain.Transition;
import io.pageturner.learning.feed.UpdateFigures;
import io.pageturner.lifecycle.Candidate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that learns: it owns a learner and a transition log, and closes both.
 *
 * <p>One loop: read transitions, do the updates they ask for, publish when the interval is over and
 * something was learned, checkpoint. When learning diverges it continues from the last checkpoint
 * with other draws.
 */
public final class Trainer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration SLICE = Duration.ofMillis(250);
  private static final int HISTORY = 1_024;

  private final RecordLog<Transition> log;
  private final CandidateSink sink;
  private final Checkpoints checkpoints;
  private final TrainerSettings settings;
  private final InstantSource clock;
  private final Thread thread;
  private final FigureHistory history = new FigureHistory(HISTORY);
  private final BlockingQueue<Growth> growths = new ArrayBlockingQueue<>(1);

  private volatile Learner learner;
  private volatile boolean closing;
  private volatile TrainingFigures figures;
  private volatile Throwable failure;

  private Map<Integer, Long> position;
  private Instant lastPublished;
  private Instant lastCheckpoint;
  private Instant lastFigures;
  private long publishedUpdates;
  private long figuredUpdates;
  private int divergences;

  /** Somebody waits for these agents. */
  private record Growth(List<TrainedAgent> agents, CompletableFuture<Void> done) {}

  private Trainer(
      Learner learner,
      RecordLog<Transition> log,
      CandidateSink sink,
      Checkpoints checkpoints,
      TrainerSettings settings,
      InstantSource clock,
      Map<Integer, Long> position) {
    this.learner = learner;
    this.log = log;
    this.sink = sink;
    this.checkpoints = checkpoints;
    this.settings = settings;
    this.clock = clock;
    this.position = position;
    this.figures = learner.figures();
    Instant now = clock.instant();
    this.lastPublished = now;
    this.lastCheckpoint = now;
    this.lastFigures = now;
    this.publishedUpdates = learner.updates();
    this.figuredUpdates = learner.updates();
    this.thread = new Thread(this::run, "trainer");
  }

  /**
   * Starts a trainer, which continues from the newest checkpoint when there is one.
   *
   * @param learner is the trainer's from now on; new, or pre-trained
   * @param log of transitions, is the trainer's from now on
   * @param sink where candidates go, called by the trainer's thread
   * @param clock the machine's: measures the intervals and dates the versions
   * @throws CheckpointMismatchException when the checkpoint does not fit the learner; learner and
   *     log are closed then
   */
  public static Trainer start(
      Learner learner,
      RecordLog<Transition> log,
      CandidateSink sink,
      Checkpoints checkpoints,
      TrainerSettings settings,
      InstantSource clock)
      throws IOException {
    try {
      Map<Integer, Long> position = continueOrBegin(learner, checkpoints);
      Trainer trainer = new Trainer(learner, log, sink, checkpoints, settings, clock, position);
      LOG.info(
          "the trainer learns by {}, {}; {} of it from different seeds",
          learner.settings().algorithm().label(),
          learner.size(),
          learner.settings().replicas());
      trainer.thread.start();
      return trainer;
    } catch (IOException | RuntimeException e) {
      learner.close();
      log.close();
      throw e;
    }
  }

  private static Map<Integer, Long> continueOrBegin(Learner learner, Checkpoints checkpoints)
      throws IOException {
    Optional<Map<Integer, Long>> restored = checkpoints.restore(learner);
    if (restored.isEmpty() && learner.ready()) {
      checkpoints.save(learner, Map.of()); // What was pre-trained is not lost any more.
    }
    return restored.orElse(Map.of());
  }

  /**
   * Goes on with further agents: state network, V and the agents that learn already go on bit by
   * bit, as over a restart, and so does the place in the log. Returns when the newcomers learn and
   * their first versions were submitted.
   *
   * <p>For that time two learners are in memory, and nothing is learned.
   *
   * @param agents those that learn already, unchanged, and further ones
   * @throws IllegalArgumentException when one that learns already is missing or another, or a new
   *     one does not fit
   * @throws IllegalStateException when the trainer has stopped, or others wait for agents
   * @throws IOException when no checkpoint could be written or read; everything is as before then
   */
  public void goOnWith(List<TrainedAgent> agents) throws IOException {
    List<TrainedAgent> now = learner.settings().agents();
    if (agents.equals(now)) {
      return;
    }
    if (!agents.containsAll(now)) {
      throw new IllegalArgumentException(
          "a trainer goes on with all of its agents as they are, "
              + names(now)
              + ", found "
              + names(agents));
    }
    learner.settings().withAgents(agents); // Or it is told here what is wrong with them.
    Growth growth = new Growth(List.copyOf(agents), new CompletableFuture<>());
    if (!growths.offer(growth)) {
      throw new IllegalStateException("the trainer takes up other agents at the moment");
    }
    await(growth.done());
  }

  private void await(CompletableFuture<Void> done) throws IOException {
    while (true) {
      boolean alive = thread.isAlive();
      try {
        done.get(1, TimeUnit.SECONDS);
        return;
      } catch (TimeoutException e) {
        if (!alive) {
          throw new IllegalStateException("the trainer has stopped", failure);
        }
      } catch (ExecutionException e) {
        throw new IOException("the trainer goes on as before: " + e.getCause(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the trainer takes up agents", e);
      }
    }
  }

  /** The newest figures. */
  public TrainingFigures figures() {
    return figures;
  }

  /** Figures since the start, oldest first, about one a second and then ever fewer. */
  public List<TrainingFigures> history() {
    return history.toList();
  }

  /** Why the trainer has stopped by itself; empty while it runs and after an orderly close. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Stops after the update at hand, writes a checkpoint, and closes learner and log. */
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
    try (log) {
      log.seek(position);
      publishFirst();
      while (!closing) {
        step();
      }
      checkpoint();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      LOG.error("the trainer has stopped; serving continues with the last version", e);
    } finally {
      learner.close();
    }
  }

  private void step() throws IOException {
    try {
      growWhenAsked();
      List<Transition> fresh = log.poll(learner.owesUpdate() ? Duration.ZERO : POLL);
      fresh.forEach(learner::consume);
      position = log.position();
      learn();
      publishWhenDue();
      checkpointWhenDue();
    } catch (NotFiniteException e) {
      recover(e);
    }
    refreshFigures();
  }

  private void growWhenAsked() {
    Growth asked = growths.poll();
    if (asked == null) {
      return;
    }
    try {
      grow(asked.agents());
    } catch (IOException | RuntimeException e) {
      LOG.error("of {}, only those that learned before go on", names(asked.agents()), e);
      asked.done().completeExceptionally(e);
      return;
    }
    try {
      publishFirst();
    } finally {
      asked.done().complete(null);
    }
  }

  /** As by a restart: a checkpoint of those there are, and another learner that restores it. */
  private void grow(List<TrainedAgent> agents) throws IOException {
    Learner grown = learner.with(agents);
    Map<Integer, Long> from;
    try {
      if (learner.ready()) {
        checkpoints.save(learner, position);
      }
      from = checkpoints.restore(grown).orElse(Map.of());
      log.seek(from);
    } catch (IOException | RuntimeException e) {
      grown.close();
      throw e;
    }
    Learner before = learner;
    learner = grown;
    before.close();
    position = from;
    lastCheckpoint = clock.instant();
    publishedUpdates = learner.updates();
    figuredUpdates = learner.updates();
    figures = learner.figures();
    LOG.info(
        "the trainer goes on at update {} with the agents {}", learner.updates(), names(agents));
  }

  private static List<String> names(List<TrainedAgent> agents) {
    return agents.stream().map(TrainedAgent::name).toList();
  }

  private void learn() {
    Instant end = clock.instant().plus(SLICE);
    while (learner.owesUpdate() && !closing && clock.instant().isBefore(end)) {
      if (!learner.update().stream().allMatch(UpdateFigures::finite)) {
        throw new NotFiniteException("a figure of update " + learner.updates());
      }
    }
  }

  /** An agent that was never published starts at a = 1 with exploration: it needs the data. */
  private void publishFirst() {
    for (int k = 0; k < learner.settings().agents().size(); k++) {
      if (!learner.hasPublished(k)) {
        publish();
        return;
      }
    }
  }

  private void publishWhenDue() {
    boolean due = !clock.instant().isBefore(lastPublished.plus(settings.publishInterval()));
    if (due && learner.updates() > publishedUpdates) {
      publish();
    }
  }

  private void publish() {
    List<Candidate> candidates = learner.candidates(clock.instant(), settings.codeVersion());
    for (int k = 0; k < candidates.size(); k++) {
      submit(k, candidates.get(k));
    }
    lastPublished = clock.instant();
    publishedUpdates = learner.updates();
  }

  private void submit(int agent, Candidate candidate) {
    try {
      Optional<ModelVersion> version = sink.submit(candidate);
      version.ifPresent(published -> learner.published(agent, published));
    } catch (IOException | RuntimeException e) {
      LOG.error("candidate of {} was not published, trying again later", candidate.name(), e);
    }
  }

  private void checkpointWhenDue() {
    if (!clock.instant().isBefore(lastCheckpoint.plus(settings.checkpointInterval()))) {
      checkpoint();
    }
  }

  private void checkpoint() {
    try {
      if (learner.ready()) {
        checkpoints.save(learner, position);
      }
    } catch (IOException e) {
      LOG.error("no checkpoint was written, trying again later", e);
    }
    lastCheckpoint = clock.instant();
  }

  private void recover(NotFiniteException cause) throws IOException {
    divergences++;
    LOG.error("learning has diverged ({} times): {}", divergences, cause.getMessage());
    Optional<Map<Integer, Long>> restored = checkpoints.restore(learner);
    if (restored.isEmpty()) {
      LOG.error("there is no checkpoint to continue from, starting afresh");
      learner.reset();
    }
    learner.reseed(divergences);
    position = restored.orElse(Map.of());
    log.seek(position);
    publishedUpdates = learner.updates();
  }

  private void refreshFigures() {
    Instant now = clock.instant();
    double seconds = Duration.between(lastFigures, now).toMillis() / 1_000.0;
    if (seconds >= 1) {
      double speed = (learner.updates() - figuredUpdates) / seconds;
      figures = learner.figures().atSpeed(Math.max(0, speed));
      history.offer(figures);
      lastFigures = now;
      figuredUpdates = learner.updates();
    }
  }
}
