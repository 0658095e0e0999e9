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
import io.pageturner.lifecycle.Guardrail;
import io.pageturner.lifecycle.VersionState;
import io.pageturner.lifecycle.Versions;
import io.pageturner.serving.event.EventService;
import io.pageturner.serving.event.EventSettings;
import io.pageturner.serving.experiment.Buckets;
import io.pageturner.serving.http.Access;
import io.pageturner.serving.http.ApiKeys;
import io.pageturner.serving.http.HttpApi;
import io.pageturner.serving.http.HttpSettings;
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
import io.pageturner.serving.rank.Trials;
import io.pageturner.serving.user.UserStateSnapshots;
import io.pageturner.serving.user.UserStates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The serving node of this process: model server, user states, HTTP API. */
public final class ServingRole {
  private static final int RECENT_PAGES = 200_000;

  private final Map<BucketName, ModelServer<PolicyModel>> agents;
  private final ModelServer<ServedRanker> rankers;
  private final ServingMetrics metrics;
  private final HttpApi http;
  private final Versions versions;

  private ServingRole(
      Map<BucketName, ModelServer<PolicyModel>> agents,
      ModelServer<ServedRanker> rankers,
      ServingMetrics metrics,
      HttpApi http,
      Versions versions) {
    this.agents = Collections.unmodifiableMap(agents);
    this.rankers = rankers;
    this.metrics = metrics;
    this.http = http;
    this.versions = versions;
  }

  /**
   * Starts serving.
   *
   * @param clock gives the time of decisions and feedback; models age by the machine's clock
   */
  static ServingRole start(
      PageturnerConfig config,
      DataDirectory data,
      FeatureConfig features,
      Models models,
      OpenLog log,
      MonitorSource monitor,
      InstantSource clock,
      Closing closing)
      throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ServingMetrics metrics = new ServingMetrics(registry);
    Map<BucketName, ModelServer<PolicyModel>> agents = new LinkedHashMap<>();
    for (TrainedAgent agent : TrainingRole.agents(config)) {
      ModelServer<PolicyModel> server =
          closing.add(
              new ModelServer<>(
                  agent.bundle(),
                  models.servingLoader(),
                  models.recorded(),
                  InstantSource.system(),
                  swap -> metrics.swapped(agent.bucket(), swap)));
      models.policies(agent.bundle()).onLive(server::follow);
      metrics.watch(agent.bucket(), server, InstantSource.system());
      agents.put(agent.bucket(), server);
    }
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
                buckets(config.buckets()),
                users,
                agents,
                trials(config, models, closing),
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
                served(config, models, agents),
                new HttpApi.Model(models.rankers(), rankers),
                models.recorded(),
                monitor,
                clock,
                metrics,
                registry));
    closing.add(http);
    return new ServingRole(agents, rankers, metrics, http, models.policies(Models.POLICY));
  }

  /** The agents' models by the agent's name, the main one first. */
  private static Map<String, HttpApi.Model> served(
      PageturnerConfig config, Models models, Map<BucketName, ModelServer<PolicyModel>> agents) {
    Map<String, HttpApi.Model> served = new LinkedHashMap<>();
    for (TrainedAgent agent : TrainingRole.agents(config)) {
      served.put(
          agent.name(),
          new HttpApi.Model(models.policies(agent.bundle()), agents.get(agent.bucket())));
    }
    return served;
  }

  /** The versions on trial; whoever takes versions back is told how all of them answer. */
  private static Trials trials(PageturnerConfig config, Models models, Closing closing) {
    Map<BucketName, ModelServer<PolicyModel>> canaries = new LinkedHashMap<>();
    for (TrainedAgent agent : TrainingRole.agents(config)) {
      ModelServer<PolicyModel> server =
          closing.add(
              new ModelServer<>(
                  agent.bundle() + "-canary",
                  models.servingLoader(),
                  models.recorded(),
                  InstantSource.system(),
                  swap -> {}));
      models.policies(agent.bundle()).onCanary(server::follow);
      canaries.put(agent.bucket(), server);
    }
    return new Trials(
        canaries,
        config.models().canaryShare(),
        config.buckets().salt(),
        (bucket, version, failed) -> {
          Guardrail guardrail = models.guardrails().get(bucket);
          if (guardrail != null && failed) {
            guardrail.failed(version);
          } else if (guardrail != null) {
            guardrail.answered(version);
          }
        });
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

  private static Buckets buckets(PageturnerConfig.Buckets config) {
    Map<BucketName, Double> shares = new LinkedHashMap<>();
    config.shares().forEach((name, share) -> shares.put(new BucketName(name), share));
    return new Buckets(config.salt(), shares);
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

  /** What serves the main agent. */
  public ModelServer<PolicyModel> policies() {
    return agents.values().iterator().next();
  }

  /** The main agent's versions, newest first. */
  public List<VersionState> versions() {
    return versions.versions();
  }

  /** What serves each agent, by its bucket, the main one first. */
  public Map<BucketName, ModelServer<PolicyModel>> agents() {
    return agents;
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
