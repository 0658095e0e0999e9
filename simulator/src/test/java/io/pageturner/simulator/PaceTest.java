package io.pageturner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000;

  private final Pace pace = new Pace(300, 3, Duration.ofMillis(250), 0);
  private long now;

  @Test
  void startsAsManyVisitsAsMakeThePageRate() {
    assertThat(startsIn(10)).isBetween(990, 1_001);
  }

  @Test
  void learnsHowManyPagesAVisitHas() {
    for (int i = 0; i < 1_000; i++) {
      pace.ended(6);
    }
    assertThat(startsIn(10)).isBetween(490, 510);
  }

  @Test
  void halvesWhenTheServerCannotKeepUpAndRecovers() {
    pace.slowDown(now);
    assertThat(pace.throttle()).isEqualTo(0.5);
    pace.slowDown(now + SECOND / 10);
    assertThat(pace.throttle()).as("one cut for one burst of refusals").isEqualTo(0.5);
    pace.slowDown(now + SECOND);
    assertThat(pace.throttle()).isEqualTo(0.25);
    startsIn(2);
    assertThat(pace.throttle()).isCloseTo(0.45, within(1e-6));
    startsIn(10);
    assertThat(pace.throttle()).isEqualTo(1);
  }

  @Test
  void slowsDownWhenAnswersAreSlowOnTheWholeNotForASingleOne() {
    pace.answered(4 * SECOND, now);
    assertThat(pace.throttle()).isEqualTo(1);
    for (int i = 0; i < 50; i++) {
      pace.answered(SECOND / 2, now);
    }
    assertThat(pace.throttle()).isEqualTo(0.5);
  }

  @Test
  void neverStopsAltogether() {
    for (int i = 1; i <= 100; i++) {
      pace.slowDown(i * SECOND);
    }
    assertThat(pace.throttle()).isPositive();
  }

  @Test
  void doesNotMakeUpForAPause() {
    now += 60 * SECOND;
    pace.tick(now);
    int starts = 0;
    while (pace.tryStart()) {
      starts++;
    }
    assertThat(starts).isEqualTo(10);
  }

  @Test
  void aSmallRateStillStartsVisits() {
    pace.pagesPerSecond(3);
    assertThat(startsIn(10)).isBetween(9, 11);
  }

  private int startsIn(int seconds) {
    int starts = 0;
    for (int tick = 0; tick < seconds * 100; tick++) {
      now += SECOND / 100;
      pace.tick(now);
      while (pace.tryStart()) {
        starts++;
      }
    }
    return starts;
  }
}
