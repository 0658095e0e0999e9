package io.pageturner.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecisionTest {
  @Test
  void anItemIsShownOnceOnly() {
    assertThatThrownBy(() -> Pages.decision("p", "a", "b", "a"))
        .hasMessage("item a is shown twice");
  }

  @Test
  void positionsFollowTheDisplayOrder() {
    Decision page = Pages.decision("p", "a");
    ShownItem second = new ShownItem(new ItemId("a"), 1, new double[0], Map.of(), Map.of());
    assertThatThrownBy(
            () ->
                new Decision(
                    page.page(),
                    page.user(),
                    page.session(),
                    0,
                    page.time(),
                    page.bucket(),
                    "baseline",
                    page.version(),
                    page.action(),
                    1,
                    State.EMPTY,
                    List.of(second),
                    1))
        .hasMessage("items[0] has position 1, not 0");
  }

  @Test
  void timesAreCutToTheLogsMilliseconds() {
    Feedback leave =
        new Feedback.Leave(
            new EventId("e"),
            new UserId("u"),
            new SessionId("s"),
            Instant.parse("2026-01-05T12:00:00.123456789Z"),
            Optional.empty());
    assertThat(leave.time()).isEqualTo(Instant.parse("2026-01-05T12:00:00.123Z"));
  }

  @Test
  void idsAreNeverBlankLongOrUnprintable() {
    assertThatThrownBy(() -> new ItemId(" ")).hasMessage("item is blank");
    assertThatThrownBy(() -> new UserId("a\nb"))
        .hasMessageContaining("control character at index 1");
    assertThatThrownBy(() -> new PageId("x".repeat(257))).hasMessageContaining("at most 256");
  }

  @Test
  void aStateRefusesNumbersThatAreNotFinite() {
    assertThatThrownBy(() -> new State(List.of(), Map.of("distance", Double.NaN), Map.of()))
        .hasMessage("state.dense.distance must be a finite number, was NaN");
  }
}
