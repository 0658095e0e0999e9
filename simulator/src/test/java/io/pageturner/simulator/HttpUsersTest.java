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
import org.junit.jupiter.api.Test;

class HttpUsersTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

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
        .collect(java.util.stream.Collectors.groupingBy(rank -> rank.getString("session")))
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
    LoadSettings settings = LoadSettings.against(server.uri(), "run7");
    HttpUsers users = new HttpUsers(world, clock, RewardWeights.DEFAULT, settings);
    try (users) {
      users.start();
      await(() -> condition.met(users));
    }
    return users.report();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
