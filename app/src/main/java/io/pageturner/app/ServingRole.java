package io.pageturner.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pageturner.app.config.FeedConfig;
import io.pageturner.app.config.HttpConfig;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.BucketName;
import io.pageturner.features.CandidateExtractor;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.StateExtractor;
import io.pageturner.learning.trainer.TrainedAgent;
import io.pageturner.lifecycle.VersionState;
import io.pageturner.lifecycle.Versions;
import io.pageturner.serving.event.EventService;
import io.pageturner.serving.event.EventSettings;
import io.pageturner.serving.experiment.Buckets;
import io.pageturner.serving.http.Access;
import io.pageturner.serving.http.ApiKeys;
import io.pageturner.serving.http.HttpApi;
import io.pageturner.serving.http.HttpSettings;
import io.pageturner.serving.http.Reconfiguration;
import io.pageturner.serving.metrics.ServingMetrics;
import io.pageturner.serving.model.ModelServer;
import io.pageturner.serving.model.PolicyModel;
import io.pageturner.serving.model.ServedRanker;
import io.pageturner.serving.monitor.MonitorSource;
import io.pageturner.serving.rank.CandidateScorer;
import io.pageturner.serving.rank.Objectives;
import io.pageturner.serving.rank.RankService;
import io.pageturner.serving.rank.RankSettings;
import io.pageturner.serving.rank.RankerScorer;
import io.pageturner.serving.rank.RecentPages;
import io.pageturner.serving.user.UserStateSnapshots;
import io.pageturner.serving.user.UserStates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The serving node of this process: model server, user states, HTTP API. */
public final class ServingRole {
  private static final int RECENT_PAGES = 200_000;

  private final ServedAgents agents;
  private final ModelServer<PolicyModel> policies;
  private final ModelServer<ServedRanker> rankers;
  private final ServingMetrics metrics;
  private final HttpApi http;
  private final Versions versions;

  private ServingRole(
      ServedAgents agents,
      ModelServer<ServedRanker> rankers,
      ServingMetrics metrics,
      HttpApi http,
      Versions versions) {
    this.agents = agents;
    this.policies = agents.live().values().iterator().next();
    this.rankers = rankers;
    this.metrics = metrics;
    this.http = http;
    this.versions = versions;
  }

  /**
   * Starts serving.
   *
   * @param reconfiguration reads the configuration again
   * @param clock gives the time of decisions and feedback; models age by the machine's clock
   */
  static ServingRole start(
      PageturnerConfig config,
      DataDirectory data,
      FeatureConfig features,
      Models models,
      OpenLog log,
      MonitorSource monitor,
      Reconfiguration reconfiguration,
      InstantSource clock,
      Closing closing)
      throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ServingMetrics metrics = new ServingMetrics(registry);
    ServedAgents agents = new ServedAgents(config, models, metrics, closing.add(new Closing()));
    ModelServer<ServedRanker> rankers =
        closing.add(
            new ModelServer<>(
                Models.RANKER,
                models.rankerLoader(),
                models.recorded(),
                InstantSource.system(),
                metrics::swapped));
    models.rankers().onLive(rankers::follow);
    CandidateScorer scorer = new RankerScorer(rankers);
    UserStates users = new UserStates(config.users().capacity(), config.stream().sessionGap());
    closing.add(new UserStateSnapshots(users, data.users(), config.users().snapshotInterval()));
    metrics.watch(users);
    metrics.watch(models.items());
    RecentPages pages = new RecentPages(RECENT_PAGES);
    Objectives objectives = objectives(config.feed());
    RankService rank =
        new RankService(
            new RankSettings(objectives, config.feed().actions(), config.http().maxCandidates()),
            new RankService.Parts(
                new StateExtractor(features),
                new CandidateExtractor(features),
                users,
                agents::assignment,
                scorer,
                models.recorded(),
                pages,
                log.events(),
                clock,
                ThreadLocalRandom::current,
                metrics));
    EventSettings eventSettings = eventSettings(config.http());
    EventService events =
        new EventService(eventSettings, users, pages, log.events(), clock, metrics);
    HttpApi http =
        HttpApi.start(
            httpSettings(config.http()),
            access(config.http()),
            new HttpApi.Parts(
                features,
                objectives,
                rank,
                events,
                eventSettings,
                agents::byName,
                new HttpApi.Model(models.rankers(), rankers),
                models.recorded(),
                reconfiguration,
                monitor,
                clock,
                metrics,
                registry));
    closing.add(http);
    return new ServingRole(agents, rankers, metrics, http, models.policies(Models.POLICY));
  }

  /** Who may reach a process's HTTP API. */
  static Access access(HttpConfig http) throws IOException {
    return new Access(
        http.keysFile().isEmpty() ? ApiKeys.NONE : ApiKeys.read(Path.of(http.keysFile())),
        http.tls()
            ? Optional.of(Access.tls(Path.of(http.tlsCertificate()), Path.of(http.tlsKey())))
            : Optional.empty());
  }

  private static Objectives objectives(FeedConfig feed) {
    return new Objectives(
        feed.objectives(), feed.fusion(), Arrays.stream(feed.theta()).boxed().toList());
  }

  private static EventSettings eventSettings(HttpConfig http) {
    EventSettings defaults = EventSettings.DEFAULT;
    return new EventSettings(
        http.maxClockAhead(),
        http.maxEventAge(),
        defaults.maxBatch(),
        defaults.recentEvents(),
        defaults.logTimeout());
  }

  /** Where its HTTP API listens, and its bounds. */
  static HttpSettings httpSettings(HttpConfig http) {
    HttpSettings defaults = HttpSettings.DEFAULT;
    return new HttpSettings(
        http.host(),
        http.port(),
        Math.toIntExact(http.maxBody()),
        defaults.maxDepth(),
        defaults.threads(),
        http.maxInFlight(),
        http.deadline(),
        defaults.idleTimeout());
  }

  /** Opens what serves further agents, and from then on decides pages by another cut of users. */
  void goOnWith(List<TrainedAgent> further, Buckets cut) {
    further.forEach(agents::add);
    agents.assign(cut);
  }

  /** What serves the main agent. */
  public ModelServer<PolicyModel> policies() {
    return policies;
  }

  /** The main agent's versions, newest first. */
  public List<VersionState> versions() {
    return versions.versions();
  }

  /** What serves each agent, by its bucket, the main one first. */
  public Map<BucketName, ModelServer<PolicyModel>> agents() {
    return agents.live();
  }

  public ModelServer<ServedRanker> rankers() {
    return rankers;
  }

  public ServingMetrics metrics() {
    return metrics;
  }

  /** The port that the HTTP API listens on. */
  public int port() {
    return http.port();
  }
}
