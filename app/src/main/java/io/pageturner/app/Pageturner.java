package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.config.WhileRunning;
import io.pageturner.app.monitor.LoopMonitor;
import io.pageturner.domain.BucketName;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import io.pageturner.learning.trainer.TrainedAgent;
import io.pageturner.lifecycle.Guardrail;
import io.pageturner.serving.http.Reconfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The loop, assembled in one process from the roles it was given.
 *
 * <p>Serving decides a page and logs it; users answer; the stream joins answers to pages and pages
 * to episodes; the trainer makes a better policy of them; the version controller proves and
 * publishes it; serving swaps to it between two requests.
 */
public final class Pageturner implements AutoCloseable {
  private final Closing closing = new Closing();
  private final Closing guardrails = new Closing();
  private final Set<BucketName> watched = new HashSet<>();
  private final ReentrantLock changing = new ReentrantLock();
  private final Supplier<PageturnerConfig> source;
  private final InstantSource clock;
  private final OpenLog log;
  private PageturnerConfig config; // held by the lock once it runs
  private boolean running; // the same
  private Optional<Models> models = Optional.empty();
  private Optional<ServingRole> serving = Optional.empty();
  private Optional<VersionsApi> versions = Optional.empty();
  private Optional<StreamRole> stream = Optional.empty();
  private Optional<TrainingRole> training = Optional.empty();
  private Optional<LoopMonitor> monitor = Optional.empty();

  private Pageturner(
      PageturnerConfig config, Supplier<PageturnerConfig> source, InstantSource clock)
      throws IOException {
    this.config = config;
    this.source = source;
    this.clock = clock;
    DataDirectory data = new DataDirectory(config.dataDirectory());
    Files.createDirectories(data.root());
    this.log = OpenLog.open(config.log(), data, closing);
  }

  /**
   * Starts every role of the configuration; pages are served before the other roles are up.
   *
   * @param clock gives the time of events
   * @throws IOException when the data directory or the HTTP port cannot be used
   */
  public static Pageturner start(PageturnerConfig config, InstantSource clock) throws IOException {
    return start(config, Pageturner::nothingToRead, clock);
  }

  private static PageturnerConfig nothingToRead() {
    throw new IllegalStateException("this process has no settings that it could read again");
  }

  /**
   * Starts every role of the configuration; pages are served before the other roles are up.
   *
   * @param source reads the configuration again
   * @param clock gives the time of events
   * @throws IOException when the data directory or the HTTP port cannot be used
   */
  public static Pageturner start(
      PageturnerConfig config, Supplier<PageturnerConfig> source, InstantSource clock)
      throws IOException {
    FeatureConfig features = FeatureConfigParser.read(config.features());
    Pageturner loop = new Pageturner(config, source, clock);
    try {
      loop.start(features);
      loop.run(true);
      return loop;
    } catch (IOException | RuntimeException e) {
      loop.close();
      throw e;
    }
  }

  private void start(FeatureConfig features) throws IOException {
    DataDirectory data = new DataDirectory(config.dataDirectory());
    boolean serves = config.roles().contains(Role.SERVE);
    boolean trains = config.roles().contains(Role.TRAIN);
    // The stream alone needs no models; serving and training share one version controller.
    if (serves || trains) {
      models = Optional.of(new Models(config, data, features, closing));
      closing.add(guardrails);
      watchVersions();
    }
    if (serves) {
      startServing(data, features, models.orElseThrow());
    }
    if (config.roles().contains(Role.STREAM)) {
      stream = Optional.of(StreamRole.start(config, data, features, log, clock, closing));
      monitor.ifPresent(watching -> watching.watchStream(stream.get()));
    }
    if (trains) {
      training =
          Optional.of(
              TrainingRole.start(config, data, features, models.orElseThrow(), log, closing));
      monitor.ifPresent(watching -> watching.watchTraining(training.get()));
      if (!serves) {
        versions =
            Optional.of(VersionsApi.start(config, models.orElseThrow(), this::reload, closing));
      }
    }
  }

  /** Every guardrail that is not watched yet. */
  private void watchVersions() {
    for (Map.Entry<BucketName, Guardrail> guardrail :
        models.orElseThrow().guardrails().entrySet()) {
      if (!watched.contains(guardrail.getKey())) {
        guardrails.add(GuardrailRole.start(guardrail.getValue(), log));
        watched.add(guardrail.getKey());
      }
    }
  }

  private void startServing(DataDirectory data, FeatureConfig features, Models shared)
      throws IOException {
    LoopMonitor watching =
        closing.add(
            LoopMonitor.start(log, data, config.buckets(), config.reward(), clock.instant()));
    ServingRole role =
        ServingRole.start(
            config, data, features, shared, log, watching, this::reload, clock, closing);
    watching.watchServing(role);
    monitor = Optional.of(watching);
    serving = Optional.of(role);
  }

  /**
   * Reads the configuration again and takes up what is new in it: agents join, with versions,
   * guardrail and heads of their own, and then the users are cut by the new shares. Requests are
   * answered all the while, by the agents and shares of before until the last step.
   *
   * @throws IllegalArgumentException with every fault, or all that needs a restart
   * @throws IllegalStateException while another reload is under way, or after the end
   * @throws IOException when an agent's versions, a checkpoint or the cut cannot be read or
   *     written; users are served as before then, and another reload goes on from there
   */
  public Reconfiguration.InForce reload() throws IOException {
    if (!changing.tryLock()) {
      throw new IllegalStateException("the configuration is being taken up already");
    }
    try {
      if (!running) {
        throw new IllegalStateException("the process is starting or stopping");
      }
      PageturnerConfig next = source.get();
      WhileRunning.require(config, next);
      List<TrainedAgent> agents = TrainingRole.agents(next);
      List<TrainedAgent> added = new ArrayList<>(agents);
      added.removeAll(TrainingRole.agents(config));
      goOnWith(next, agents, added);
      config = next;
      return new Reconfiguration.InForce(names(agents), names(added), next.buckets().shares());
    } finally {
      changing.unlock();
    }
  }

  /** All that can fail comes before users are served in another way. */
  private void goOnWith(PageturnerConfig next, List<TrainedAgent> agents, List<TrainedAgent> added)
      throws IOException {
    for (TrainedAgent agent : added) {
      models.orElseThrow().add(next, agent);
    }
    watchVersions();
    if (training.isPresent()) {
      training.get().trainer().goOnWith(agents);
    }
    if (serving.isPresent()) {
      monitor.orElseThrow().cutAnew(next.buckets(), clock.instant());
      serving.get().goOnWith(added, next.cut());
    }
  }

  private static List<String> names(List<TrainedAgent> agents) {
    return agents.stream().map(TrainedAgent::name).toList();
  }

  public Optional<ServingRole> serving() {
    return serving;
  }

  /** What a process that trains without serving answers over HTTP. */
  public Optional<VersionsApi> versions() {
    return versions;
  }

  public Optional<StreamRole> stream() {
    return stream;
  }

  public Optional<TrainingRole> training() {
    return training;
  }

  public Optional<LoopMonitor> monitor() {
    return monitor;
  }

  public OpenLog log() {
    return log;
  }

  /** Why a role that works in the background has ended by itself; empty while all are well. */
  public Optional<Throwable> failure() {
    return stream
        .flatMap(role -> role.job().failure())
        .or(() -> training.flatMap(role -> role.trainer().failure()));
  }

  /** Stops everything in the reverse order of its start. */
  @Override
  public void close() {
    run(false);
    closing.close();
  }

  /** Waits for a reload that is under way: it is not left half-done. */
  private void run(boolean from) {
    changing.lock();
    try {
      running = from;
    } finally {
      changing.unlock();
    }
  }
}
