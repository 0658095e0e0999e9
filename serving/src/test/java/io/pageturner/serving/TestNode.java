package io.pageturner.serving;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import io.pageturner.features.CandidateExtractor;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.ItemLookup;
import io.pageturner.features.StateExtractor;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.lifecycle.Launch;
import io.pageturner.lifecycle.VersionController;
import io.pageturner.serving.event.EventService;
import io.pageturner.serving.event.EventSettings;
import io.pageturner.serving.experiment.Buckets;
import io.pageturner.serving.http.Access;
import io.pageturner.serving.http.HttpApi;
import io.pageturner.serving.http.HttpSettings;
import io.pageturner.serving.http.Reconfiguration;
import io.pageturner.serving.metrics.ServingMetrics;
import io.pageturner.serving.model.ModelServer;
import io.pageturner.serving.model.PolicyLoader;
import io.pageturner.serving.model.PolicyModel;
import io.pageturner.serving.model.RankerLoader;
import io.pageturner.serving.model.RecordedStates;
import io.pageturner.serving.model.ServedRanker;
import io.pageturner.serving.model.TestBundles;
import io.pageturner.serving.monitor.Monitor;
import io.pageturner.serving.monitor.MonitorSource;
import io.pageturner.serving.rank.Assignment;
import io.pageturner.serving.rank.Candidate;
import io.pageturner.serving.rank.CandidateScorer;
import io.pageturner.serving.rank.RankService;
import io.pageturner.serving.rank.RankSettings;
import io.pageturner.serving.rank.RecentPages;
import io.pageturner.serving.rank.Trials;
import io.pageturner.serving.user.UserStates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A whole serving node on a free port, with a log in memory and a clock that stands still. */
public final class TestNode implements AutoCloseable {
  public static final BucketName AGENT = new BucketName("agent");

  /** No page is late, however slow the machine. */
  public static final HttpSettings PATIENT =
      new HttpSettings(
          "127.0.0.1",
          0,
          HttpSettings.DEFAULT.maxBodyBytes(),
          HttpSettings.DEFAULT.maxDepth(),
          HttpSettings.DEFAULT.threads(),
          HttpSettings.DEFAULT.maxWaiting(),
          Duration.ofMinutes(5),
          HttpSettings.DEFAULT.idleTimeout());

  private static final MonitorSource NOTHING = () -> Monitor.empty(Instant.EPOCH, "Nothing yet.");

  public final InMemoryEventLog log = new InMemoryEventLog();
  public final SettableClock clock = new SettableClock();
  public final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  public final ServingMetrics metrics = new ServingMetrics(registry);
  public final UserStates users = new UserStates(1_000, Duration.ofMinutes(30));
  public final RecordedStates recorded = new RecordedStates(16);
  public final BundleStore store;
  public final VersionController versions;
  public final ModelServer<PolicyModel> policies;
  public final ModelServer<PolicyModel> canaries;
  public final VersionController rankerVersions;
  public final ModelServer<ServedRanker> rankers;
  public final RankService rank;
  public final HttpApi.Parts parts;
  public final HttpApi api;
  public final TestClient client;

  /** What the trials' listener was told. */
  public final Queue<String> asked = new ConcurrentLinkedQueue<>();

  /** Runs on the requests' threads before each decision. */
  public volatile Runnable beforeChoosing = () -> {};

  /** Who is served by whom; every page asks. */
  public volatile Assignment assignment;

  /** The agents' models by name. */
  public volatile Map<String, HttpApi.Model> agents;

  /** Asked to read a configuration again. */
  public volatile Reconfiguration reconfiguration = Reconfiguration.NONE;

  /** Asked for at each load of a policy. */
  public volatile Supplier<ItemEmbeddings> embeddings = TestBundles::embeddings;

  /** Scores candidates that bring none. */
  public volatile CandidateScorer scorer = CandidateScorer.NONE;

  private static ItemLookup lookup(ItemEmbeddings table) {
    return items -> table;
  }

  private TestNode(
      Path directory,
      MonitorSource monitor,
      HttpSettings http,
      Access access,
      EventSettings events,
      Launch launch)
      throws IOException {
    RecentPages pages = new RecentPages(1_000);
    store = new BundleStore(directory);
    versions = new VersionController(store, "policy", List.of(), launch, true, clock);
    policies = server("policy");
    versions.onLive(policies::follow);
    canaries = server("canary");
    versions.onCanary(bundle -> bundle.ifPresentOrElse(canaries::serve, () -> canaries.withdraw()));
    metrics.watch(users);
    metrics.watch(AGENT, policies, clock);
    rankerVersions = new VersionController(store, "ranker", List.of(), clock);
    rankers =
        new ModelServer<>(
            "ranker",
            new RankerLoader(
                ItemLookup.always(TestBundles.embeddings()),
                RankSettings.DEFAULT.objectives().names()),
            recorded,
            clock,
            metrics::swapped);
    rankerVersions.onLive(rankers::follow);
    Trials trials =
        new Trials(
            Map.of(AGENT, canaries),
            0.5,
            "test",
            (bucket, version, failed) ->
                asked.add(bucket + " " + version + (failed ? " failed" : "")));
    assignment = new Assignment(new Buckets("test", shares(0.5)), Map.of(AGENT, policies), trials);
    agents = Map.of("agent", new HttpApi.Model(versions, policies));
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    rank =
        new RankService(
            RankSettings.DEFAULT,
            new RankService.Parts(
                new StateExtractor(TestBundles.config()),
                new CandidateExtractor(TestBundles.config()),
                users,
                () -> assignment,
                delegate(),
                recorded,
                pages,
                log,
                clock,
                () -> {
                  beforeChoosing.run();
                  return random;
                },
                metrics));
    parts =
        new HttpApi.Parts(
            TestBundles.config(),
            RankSettings.DEFAULT.objectives(),
            rank,
            new EventService(events, users, pages, log, clock, metrics),
            events,
            () -> agents,
            new HttpApi.Model(rankerVersions, rankers),
            recorded,
            () -> reconfiguration.reload(),
            monitor,
            clock,
            metrics,
            registry);
    api = HttpApi.start(http, access, parts);
    client = new TestClient((access.tls().isPresent() ? "https" : "http") + "://", api.port());
  }

  private ModelServer<PolicyModel> server(String name) {
    return new ModelServer<>(
        name,
        new PolicyLoader((version, dimension) -> lookup(embeddings.get())),
        recorded,
        clock,
        swap -> metrics.swapped(AGENT, swap));
  }

  /** The scorer of the moment. */
  private CandidateScorer delegate() {
    return new CandidateScorer() {
      @Override
      public boolean ready() {
        return scorer.ready();
      }

      @Override
      public Optional<double[][]> score(State state, List<Candidate> candidates) {
        return scorer.score(state, candidates);
      }
    };
  }

  private static Map<BucketName, Double> shares(double agentShare) {
    Map<BucketName, Double> shares = new LinkedHashMap<>();
    shares.put(BucketName.BASELINE, 1 - agentShare);
    shares.put(AGENT, agentShare);
    return shares;
  }

  /** Half of the users for the agent, and no model yet. */
  public static TestNode start(Path directory) throws IOException {
    return start(directory, PATIENT, EventSettings.DEFAULT);
  }

  /** Every candidate after the first is tried on half of the agent's users. */
  public static TestNode withTrials(Path directory) throws IOException {
    return new TestNode(
        directory, NOTHING, PATIENT, Access.LOCAL, EventSettings.DEFAULT, Launch.CANARY);
  }

  public static TestNode start(Path directory, Access access) throws IOException {
    return new TestNode(directory, NOTHING, PATIENT, access, EventSettings.DEFAULT, Launch.FULL);
  }

  public static TestNode start(Path directory, MonitorSource monitor) throws IOException {
    return new TestNode(
        directory, monitor, PATIENT, Access.LOCAL, EventSettings.DEFAULT, Launch.FULL);
  }

  public static TestNode start(Path directory, HttpSettings http, EventSettings events)
      throws IOException {
    return new TestNode(directory, NOTHING, http.withPort(0), Access.LOCAL, events, Launch.FULL);
  }

  /** Publishes a policy and waits until it serves. */
  public ModelVersion publish(io.pageturner.lifecycle.Candidate candidate) throws IOException {
    ModelVersion version = versions.submit(candidate).version();
    requireServing(version);
    return version;
  }

  /** Waits until a version serves. */
  public void requireServing(ModelVersion version) {
    Eventually.holds(
        "version " + version + " serves", () -> policies.version().equals(Optional.of(version)));
  }

  /** A user in the bucket, {@code n} for the n-th one. */
  public String user(BucketName bucket, int n) {
    int left = n;
    for (int i = 0; ; i++) {
      String id = "u" + i;
      if (assignment.buckets().of(new UserId(id)).equals(bucket) && left-- == 0) {
        return id;
      }
    }
  }

  @Override
  public void close() throws IOException {
    api.close();
    policies.close();
    canaries.close();
    versions.close();
    rankers.close();
    rankerVersions.close();
  }
}
