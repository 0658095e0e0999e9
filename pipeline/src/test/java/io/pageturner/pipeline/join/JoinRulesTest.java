package io.pageturner.pipeline.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JoinRulesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void the_defaults_are_those_of_the_specification() {
    JoinRules rules = JoinRules.DEFAULT;
    assertThat(rules.clickWindow()).isEqualTo(Duration.ofMinutes(10));
    assertThat(rules.orderWindow()).isEqualTo(Duration.ofMinutes(10));
    assertThat(rules.dwellWindow()).isEqualTo(Duration.ofMinutes(10));
    assertThat(rules.settle()).isEqualTo(Duration.ofSeconds(5));
    assertThat(rules.sessionGap()).isEqualTo(Duration.ofMinutes(30));
    assertThat(rules.pageWait()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void the_longest_window_decides_how_long_a_page_lives() {
    JoinRules rules = new JoinRules(MINUTE, MINUTE.multipliedBy(3), MINUTE, MINUTE, MINUTE, MINUTE);
    assertThat(rules.longestWindow()).isEqualTo(Duration.ofMinutes(3));
    assertThat(rules.drain()).isEqualTo(Duration.ofMinutes(3 + 2 + 1));
  }

  @Test
  void impossible_times_are_refused_by_name() {
    assertThatThrownBy(() -> new JoinRules(Duration.ZERO, MINUTE, MINUTE, MINUTE, MINUTE, MINUTE))
        .hasMessageContaining("clickWindow");
    assertThatThrownBy(
            () -> new JoinRules(MINUTE, MINUTE, MINUTE, MINUTE, MINUTE.negated(), MINUTE))
        .hasMessageContaining("sessionGap");
    assertThatThrownBy(
            () -> new JoinRules(MINUTE, MINUTE, MINUTE, MINUTE.plusMillis(1), MINUTE, MINUTE))
        .hasMessageContaining("settle");
  }
}
