package io.pageturner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class AcceleratedClockTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private Instant wall = NOON;
  private final InstantSource real = () -> wall;

  @Test
  void fiveMinutesAreFiveHoursThatEndAtThePresent() {
    AcceleratedClock clock = AcceleratedClock.endingAtPresent(real, Duration.ofMinutes(5), 60);
    assertThat(clock.instant()).isEqualTo("2026-01-05T07:05:00Z");
    wall = NOON.plusSeconds(60);
    assertThat(clock.instant()).isEqualTo("2026-01-05T08:05:00Z");
    wall = NOON.plusSeconds(300);
    assertThat(clock.instant()).isEqualTo(wall);
  }

  @Test
  void goesOnWithThePresentAndNeverIntoTheFuture() {
    AcceleratedClock clock = AcceleratedClock.endingAtPresent(real, Duration.ofMinutes(5), 60);
    wall = NOON.plusSeconds(1_000);
    assertThat(clock.instant()).isEqualTo(wall);
  }

  @Test
  void tellsHowLongToWaitForATime() {
    AcceleratedClock clock = AcceleratedClock.endingAtPresent(real, Duration.ofMinutes(5), 60);
    assertThat(clock.wallUntil(clock.instant().plusSeconds(120))).hasSeconds(2);
    assertThat(clock.wallUntil(clock.instant().minusSeconds(1))).isZero();
    assertThat(clock.wallUntil(NOON.plusSeconds(400)))
        .as("past the present it runs at real speed")
        .hasSeconds(400);
  }

  @Test
  void whatItWaitsForItShows() {
    AcceleratedClock clock = AcceleratedClock.endingAtPresent(real, Duration.ofMinutes(5), 60);
    Instant due = clock.instant().plusMillis(12_345);
    wall = wall.plus(clock.wallUntil(due));
    assertThat(clock.instant()).isAfterOrEqualTo(due.minusNanos(60));
  }

  @Test
  void doesNotStartInTheFutureOrRunBackwards() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AcceleratedClock(real, NOON.plusSeconds(1), 60))
        .withMessageContaining("starts in the past");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AcceleratedClock(real, NOON, 0.5))
        .withMessageContaining("clock factor");
  }
}
