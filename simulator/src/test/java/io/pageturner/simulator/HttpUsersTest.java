package io.pageturner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.RewardWeights;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HttpUsersTest {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private final World world = new World(WorldSettings.DEFAULT.withUsers(2_000), 1);

  @Test
  void pagesThroughAFeedAndTellsWhatHappens() {
    try (FeedServer server = new FeedServer(request -> 200)) {
      AcceleratedClock clock = clock();
      LoadReport report = load(server, clock, users -> users.report().visits().left() > 100);

      assertThat(report.firstFailure()).isEmpty();
      assertThat(report.requests().pages()).isEqualTo(server.ranks.size());
      assertThat(report.requests().events()).isEqualTo(server.events.size());
      assertThat(report.rewardPerSession()).containsOnlyKeys("baseline");
      assertThat(report.rank().p99()).isPositive();
      assertThat(report.seconds()).isNotEmpty();
      eventsAreWellFormed(server.events, clock.instant());
      pagesOfASessionAreAskedForInOrder(server.ranks);
    }
  }

  @Test
  void triesAgainLaterWhatTheServerRefuses() {
    try (FeedServer server = new FeedServer(request -> request < 40 ? 503 : 200)) {
      LoadReport report = load(server, clock(), users -> users.report().requests().pages() > 200);

      assertThat(report.requests().refused()).isEqualTo(40);
      assertThat(report.requests().failed()).isZero();
      assertThat(report.visits().abandoned()).isZero();
    }
  }

  @Test
  void countsWhatFailsAndSaysWhy() {
    try (FeedServer server = new FeedServer(request -> 500)) {
      LoadReport report = load(server, clock(), users -> users.report().requests().failed() > 20);

      assertThat(report.firstFailure()).hasValue("POST /v1/rank: 500 no");
      assertThat(report.visits().abandoned()).isEqualTo(report.requests().failed());
      assertThat(report.requests().pages()).isZero();
      long bySecond = report.seconds().stream().mapToLong(LoadReport.Second::failed).sum();
      assertThat(bySecond).isEqualTo(report.requests().failed());
    }
  }

  @Test
  void aServerThatIsNotThereIsAFailure() {
    FeedServer gone = new FeedServer(request -> 200);
    gone.close();
    LoadReport report = load(gone, clock(), users -> users.report().requests().failed() > 5);
    assertThat(report.firstFailure()).get().asString().contains("refused");
  }

  @Test
  void whoseServerDiesGoesOnAtAnother() {
    FeedServer dies = new FeedServer(request -> 200);
    try (FeedServer stays = new FeedServer(request -> 200)) {
      LoadSettings both =
          LoadSettings.against(List.of(dies.uri(), stays.uri()), "run7").withPagesPerSecond(300);
      HttpUsers users = new HttpUsers(world, clock(), RewardWeights.DEFAULT, both);
      try (users) {
        users.start();
        await(() -> dies.ranks.size() > 50 && stays.ranks.size() > 50);
        dies.close();
        await(() -> users.report().requests().movedOn() > 20);
        long pages = users.report().requests().pages();
        await(() -> users.report().requests().pages() > pages + 100);
      }
      assertThat(users.report().requests().failed()).isZero();
      assertThat(users.report().visits().abandoned()).isZero();
      assertThat(usersOf(stays)).containsAnyElementsOf(usersOf(dies));
    }
  }

  @Test
  void everybodyKeepsToOneServerWhileAllAnswer() {
    try (FeedServer one = new FeedServer(request -> 200);
        FeedServer other = new FeedServer(request -> 200)) {
      LoadSettings both =
          LoadSettings.against(List.of(one.uri(), other.uri()), "run7").withPagesPerSecond(300);
      HttpUsers users = new HttpUsers(world, clock(), RewardWeights.DEFAULT, both);
      try (users) {
        users.start();
        await(() -> one.ranks.size() > 50 && other.ranks.size() > 50);
      }
      assertThat(usersOf(one)).doesNotContainAnyElementsOf(usersOf(other));
    }
  }

  private static Set<String> usersOf(FeedServer server) {
    return server.ranks.stream().map(rank -> rank.getString("user")).collect(Collectors.toSet());
  }

  @Test
  void someVisitsEndWithoutSayingSo() {
    try (FeedServer server = new FeedServer(request -> 200)) {
      LoadReport report = load(server, clock(), users -> users.report().visits().silent() > 5);

      long leaves = server.events.stream().filter(e -> e.getString("type").equals("leave")).count();
      assertThat(leaves).isEqualTo(report.visits().left());
      assertThat(report.visits().silent()).isLessThan(report.visits().left() / 4);
    }
  }

  @Test
  void keepsThePageRate() {
    try (FeedServer server = new FeedServer(request -> 200)) {
      LoadSettings slow = LoadSettings.against(server.uri(), "run7").withPagesPerSecond(30);
      HttpUsers users = new HttpUsers(world, clock(), RewardWeights.DEFAULT, slow);
      long start = System.nanoTime();
      try (users) {
        users.start();
        await(() -> users.report().requests().pages() > 100);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      assertThat(users.report().requests().pages() / seconds).isLessThan(60);
    }
  }

  @Test
  void leavesNoThreadBehind() {
    try (FeedServer server = new FeedServer(request -> 200)) {
      load(server, clock(), users -> users.report().requests().pages() > 20);
      await(
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(thread -> thread.getName().equals("pageturner-users")));
    }
  }

  private static void eventsAreWellFormed(List<JsonObject> events, Instant now) {
    Set<String> ids = new HashSet<>();
    for (JsonObject event : events) {
      assertThat(ids.add(event.getString("id"))).as("a new id: %s", event).isTrue();
      assertThat(event.getString("type")).isIn("click", "order", "dwell", "leave");
      assertThat(event.getLong("time")).isLessThanOrEqualTo(now.toEpochMilli());
      assertThat(event.getString("session")).startsWith("run7.u");
    }
    assertThat(events).extracting(e -> e.getString("type")).contains("click", "order", "leave");
  }

  private static void pagesOfASessionAreAskedForInOrder(List<JsonObject> ranks) {
    ranks.stream()
        .collect(Collectors.groupingBy(rank -> rank.getString("session")))
        .forEach(
            (session, pages) -> {
              for (int i = 0; i < pages.size(); i++) {
                assertThat(pages.get(i).getInteger("pageIndex")).isEqualTo(i);
              }
            });
  }

  private static AcceleratedClock clock() {
    return AcceleratedClock.endingAtPresent(InstantSource.system(), Duration.ofMinutes(1), 600);
  }

  private interface Condition {
    boolean met(HttpUsers users);
  }

  private LoadReport load(FeedServer server, AcceleratedClock clock, Condition condition) {
    LoadSettings settings = patient(LoadSettings.against(server.uri(), "run7"));
    HttpUsers users = new HttpUsers(world, clock, RewardWeights.DEFAULT, settings);
    try (users) {
      users.start();
      await(() -> condition.met(users));
    }
    return users.report();
  }

  /** Without the time-out: a busy machine must not fail a test. */
  private static LoadSettings patient(LoadSettings settings) {
    return new LoadSettings(
        settings.servers(),
        settings.run(),
        settings.firstVisit(),
        settings.pagesPerSecond(),
        settings.maxVisits(),
        settings.maxConnections(),
        DEADLINE,
        DEADLINE,
        settings.attempts(),
        settings.backOff(),
        settings.silentShare(),
        settings.flush());
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
