package io.pageturner.serving.metrics;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.Event;
import io.pageturner.domain.Feedback;
import io.pageturner.serving.item.StoredItems;
import io.pageturner.serving.model.ModelServer;
import io.pageturner.serving.model.Swap;
import io.pageturner.serving.user.UserStates;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The names and tags of serving's meters.
 *
 * <p>Tags hold only what is bounded: buckets, policies, kinds, routes; never a user, an item or a
 * page.
 */
public final class ServingMetrics {
  private static final int RECENT = 4_096;
  private static final int VERSIONS_SHOWN = 50;
  private static final String DECISIONS = "pageturner.decisions";

  private final MeterRegistry registry;
  private final Map<Answered, Timer> timers = new ConcurrentHashMap<>();
  private final RecentLatency rankLatency = new RecentLatency(RECENT);

  public ServingMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Latencies of the last answered {@code POST /v1/rank} requests, from the last byte read on. */
  public RecentLatency rankLatency() {
    return rankLatency;
  }

  /** An HTTP request was answered. */
  public void answered(String route, int status, long nanos) {
    if (route.equals("/v1/rank") && status == 200) {
      rankLatency.add(nanos);
    }
    timers.computeIfAbsent(new Answered(route, status), this::timer).record(nanos, NANOSECONDS);
  }

  /** What answers are timed by. */
  private record Answered(String route, int status) {}

  private Timer timer(Answered kind) {
    return Timer.builder("pageturner.http.requests")
        .description("HTTP requests by route and status, from the last byte read to the answer")
        .tags("route", kind.route(), "status", Integer.toString(kind.status()))
        .serviceLevelObjectives(
            Duration.ofNanos(250_000),
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(2))
        .register(registry);
  }

  /** A page was decided. */
  public void decided(Decision decision) {
    count(
        DECISIONS,
        "pages decided",
        Tags.of(
            "bucket",
            decision.bucket().value(),
            "policy",
            decision.policy(),
            "version",
            decision.version().toString()));
  }

  /** The team's ranking stood in for a policy. */
  public void fellBack(String reason) {
    count("pageturner.fallbacks", "pages that fell back to a = 1", Tags.of("reason", reason));
  }

  public void accepted(Feedback feedback) {
    count("pageturner.events.accepted", "feedback accepted", Tags.of("kind", kind(feedback)));
  }

  /**
   * An event was rejected.
   *
   * @param kind of the event, or {@code unknown}
   * @param reason a word, such as {@code clock-skew}
   */
  public void rejected(String kind, String reason) {
    count(
        "pageturner.events.rejected", "feedback rejected", Tags.of("kind", kind, "reason", reason));
  }

  /** Feedback repeated an event id and was counted once. */
  public void repeated(Feedback feedback) {
    count("pageturner.events.repeated", "feedback sent again", Tags.of("kind", kind(feedback)));
  }

  /** Feedback names a page that was not decided here lately. */
  public void unknownPage(Feedback feedback) {
    count(
        "pageturner.events.unknown_page",
        "feedback on a page not decided here lately",
        Tags.of("kind", kind(feedback)));
  }

  /** The event log did not take an event. */
  public void notLogged(Event event) {
    String kind =
        event instanceof Event.FeedbackGiven given ? kind(given.feedback()) : "page-shown";
    count("pageturner.eventlog.failures", "events the log did not take", Tags.of("kind", kind));
  }

  /** A model server settled what became of a version. */
  public void swapped(Swap swap) {
    String outcome = swap.outcome().name().toLowerCase(Locale.ROOT);
    count("pageturner.model.swaps", "model versions settled", Tags.of("outcome", outcome));
    if (swap.outcome() == Swap.Outcome.SWAPPED) {
      registry.timer("pageturner.model.load").record(swap.load());
      registry.timer("pageturner.model.warm").record(swap.warm());
    }
  }

  /** The server of a bucket's policy settled what became of a version. */
  public void swapped(BucketName bucket, Swap swap) {
    swapped(swap);
    if (swap.outcome() == Swap.Outcome.SWAPPED) {
      forgetVersionsBefore(bucket, swap.version().number() - VERSIONS_SHOWN);
    }
  }

  /** Versions come for ever: without this their counters would fill the memory. */
  private void forgetVersionsBefore(BucketName bucket, long oldest) {
    for (Counter counter : registry.find(DECISIONS).tag("bucket", bucket.value()).counters()) {
      long version = Long.parseLong(counter.getId().getTag("version"));
      if (version > 0 && version < oldest) {
        registry.remove(counter);
      }
    }
  }

  /** Watches what has a size; called once. */
  public void watch(UserStates users) {
    gauge("pageturner.users", "users remembered", Tags.empty(), users::size);
    gauge(
        "pageturner.users.evicted",
        "users forgotten for want of room",
        Tags.empty(),
        users::evictions);
  }

  /** Watches the policy of a bucket; called once for each. */
  public void watch(BucketName bucket, ModelServer<?> policies, InstantSource clock) {
    Tags tags = Tags.of("bucket", bucket.value());
    gauge(
        "pageturner.model.version",
        "live model version, 0 for none",
        tags,
        () -> policies.version().map(v -> v.number()).orElse(0L));
    gauge(
        "pageturner.model.age.seconds",
        "time since the live model was made",
        tags,
        () -> age(policies, clock));
  }

  /** Watches how item embeddings are found; called once. */
  public void watch(StoredItems items) {
    lookups("cached", items, StoredItems::cached);
    lookups("read", items, StoredItems::read);
    lookups("unavailable", items, StoredItems::unavailable);
  }

  private void lookups(String outcome, StoredItems items, ToDoubleFunction<StoredItems> count) {
    FunctionCounter.builder("pageturner.items.lookups", items, count)
        .description("item embeddings looked up; unavailable ones were taken as unknown")
        .tag("outcome", outcome)
        .register(registry);
  }

  private static double age(ModelServer<?> policies, InstantSource clock) {
    return policies
        .lastSwap()
        .map(swap -> Duration.between(swap.at().minus(swap.age()), clock.instant()))
        .map(age -> age.toMillis() / 1e3)
        .orElse(Double.NaN);
  }

  /** A request in Personalizer's shape brought features that no configuration names. */
  public void ignoredFeatures(int count) {
    Counter.builder("pageturner.personalizer.ignored.features")
        .description("feature values of Personalizer's calls that are not configured")
        .register(registry)
        .increment(count);
  }

  private void gauge(String name, String description, Tags tags, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).tags(tags).register(registry);
  }

  private void count(String name, String description, Tags tags) {
    Counter.builder(name).description(description).tags(tags).register(registry).increment();
  }

  /** The word for a kind of feedback, as in the API. */
  public static String kind(Feedback feedback) {
    return feedback.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
