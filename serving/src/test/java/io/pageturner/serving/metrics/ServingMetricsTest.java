package io.pageturner.serving.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import io.pageturner.serving.model.Swap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServingMetricsTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  @Test
  void countersOfOldVersionsAreForgottenAndTheBaselinesIsNot() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    ServingMetrics metrics = new ServingMetrics(registry);
    metrics.decided(decision(0));
    for (long version = 1; version <= 200; version++) {
      metrics.decided(decision(version));
      metrics.swapped(BucketName.BASELINE, swap(version));
    }
    assertThat(registry.find("pageturner.decisions").counters()).hasSize(52);
    assertThat(registry.find("pageturner.decisions").tag("version", "0").counter()).isNotNull();
    assertThat(registry.find("pageturner.decisions").tag("version", "149").counter()).isNull();
  }

  @Test
  void recentLatencyTellsTheNearestRank() {
    RecentLatency latency = new RecentLatency(4);
    assertThat(latency.millis(0.5)).isNaN();
    for (int millis : new int[] {90, 1, 2, 3, 4}) {
      latency.add(Duration.ofMillis(millis).toNanos());
    }
    assertThat(latency.count()).isEqualTo(5);
    assertThat(latency.millis(0.5)).isEqualTo(2);
    assertThat(latency.millis(0.99)).isEqualTo(4);
  }

  private static Decision decision(long version) {
    return new Decision(
        new PageId("p" + version),
        new UserId("u"),
        new SessionId("s"),
        0,
        NOON,
        BucketName.BASELINE,
        "advantage-ddpg",
        new ModelVersion(version),
        Action.ones(1),
        1,
        State.EMPTY,
        List.of(),
        0);
  }

  private static Swap swap(long version) {
    return new Swap(
        new ModelVersion(version),
        Swap.Outcome.SWAPPED,
        Optional.empty(),
        NOON,
        Duration.ofMillis(5),
        Duration.ofMillis(9),
        Duration.ofSeconds(12),
        "");
  }
}
