package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.app.monitor.LoopMonitor;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The loop, assembled in one process from the roles it was given.
 *
 * <p>Serving decides a page and logs it; users answer; the stream joins answers to pages and pages
 * to episodes; the trainer makes a better policy of them; the version controller proves and
 * publishes it; serving swaps to it between two requests.
 */
public final class Pageturner implements AutoCloseable {
  private final Closing closing = new Closing();
  private final PageturnerConfig config;
  private final OpenLog log;
  private Optional<ServingRole> serving = Optional.empty();
  private Optional<VersionsApi> versions = Optional.empty();
  private Optional<StreamRole> stream = Optional.empty();
  private Optional<TrainingRole> training = Optional.empty();
  private Optional<LoopMonitor> monitor = Optional.empty();

  private Pageturner(PageturnerConfig config) throws IOException {
    this.config = config;
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
    FeatureConfig features = FeatureConfigParser.read(config.features());
    Pageturner loop = new Pageturner(config);
    try {
      loop.start(features, clock);
      return loop;
    } catch (IOException | RuntimeException e) {
      loop.close();
      throw e;
    }
  }

  private void start(FeatureConfig features, InstantSource clock) throws IOException {
    DataDirectory data = new DataDirectory(config.dataDirectory());
    boolean serves = config.roles().contains(Role.SERVE);
    boolean trains = config.roles().contains(Role.TRAIN);
    // The stream alone needs no models; serving and training share one version controller.
    Optional<Models> models =
        serves || trains
            ? Optional.of(new Models(config, data, features, closing))
            : Optional.empty();
    models.ifPresent(
        made ->
            made.guardrails()
                .values()
                .forEach(guardrail -> closing.add(GuardrailRole.start(guardrail, log))));
    if (serves) {
      startServing(data, features, models.orElseThrow(), clock);
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
        versions = Optional.of(VersionsApi.start(config, models.orElseThrow(), closing));
      }
    }
  }

  private void startServing(
      DataDirectory data, FeatureConfig features, Models models, InstantSource clock)
      throws IOException {
    LoopMonitor watching =
        closing.add(
            LoopMonitor.start(log, data, config.buckets(), config.reward(), clock.instant()));
    ServingRole role =
        ServingRole.start(config, data, features, models, log, watching, clock, closing);
    watching.watchServing(role);
    monitor = Optional.of(watching);
    serving = Optional.of(role);
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
    closing.close();
  }
}
