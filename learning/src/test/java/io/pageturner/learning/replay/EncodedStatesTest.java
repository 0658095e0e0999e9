package io.pageturner.learning.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import org.junit.jupiter.api.Test;

class EncodedStatesTest {
  private static final FeatureConfig CONFIG =
      FeatureConfigParser.parse(
          "test",
          """
          sequence: {length: 1, dimension: 1}
          page:
            - {name: distance, kind: dense}
            - {name: share, kind: dense, transform: none}
          """);

  @Test
  void rescalingMovesAndCutsNormalisedNumbersAndLeavesOthers() {
    EncodedStates states = new EncodedStates(CONFIG, 2);
    states.put(0, state(3, 250));
    states.put(1, state(20, -0.5f));

    states.rescale(2, new float[] {0.5f, 1}, new float[] {1, 0}, 5);

    assertThat(states.get(0).dense()).containsExactly(2.5f, 250);
    assertThat(states.get(1).dense()).containsExactly(5, -0.5f); // 11, cut.
  }

  private static EncodedState state(float... dense) {
    return new EncodedState(new int[] {EncodedState.PADDING}, dense, new int[0]);
  }
}
