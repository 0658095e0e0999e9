package io.pageturner.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordedStatesTest {
  @Test
  void theLastStatesAreKeptOldestFirst() {
    RecordedStates states = new RecordedStates(3);
    assertThat(states.snapshot()).isEmpty();
    for (int i = 0; i < 5; i++) {
      states.record(state(i));
    }
    assertThat(states.snapshot()).containsExactly(state(2), state(3), state(4));
  }

  private static State state(double number) {
    return new State(List.of(), Map.of("n", number), Map.of());
  }
}
