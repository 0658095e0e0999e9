package io.pageturner.learning.agent.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.agent.Schedule;
import io.pageturner.learning.agent.Training;
import io.pageturner.learning.agent.TrainingSettings;
import io.pageturner.learning.agent.Worlds;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Step;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class QLearningTest {
  private static final Discretisation THREE_BITS =
      new Discretisation(Collections.nCopies(3, new Discretisation.Axis(0, 1, 2)));
  private static final QLearningSettings SETTINGS =
      new QLearningSettings(THREE_BITS, 0.9, Schedule.constant(0.5), Schedule.linear(1, 0.05, 500));

  /** Q = 0; r = 2 in s₁ leads to s₂: Q₁ = 1; then r = 4 in s₀ leads to s₁; then it terminates. */
  @Test
  void threeStepsWorkedByHand() {
    QLearning agent = new QLearning(new Worlds.Naming(), SETTINGS, 1);
    Observation s0 = Observation.of(1f, 0f, 0f);
    Observation s1 = Observation.of(0f, 1f, 0f);
    agent.learn(0, s1, 2, new Step(s0, 2, false, false));
    agent.learn(0, s0, 1, new Step(s1, 4, false, false));
    agent.learn(0, s0, 1, new Step(s1, 4, true, false));
    float[] table = agent.snapshot().tensor("q").values();
    assertThat(table[3 * THREE_BITS.cell(s1.state()) + 2]).isEqualTo(1f);
    // 0.5·(4 + 0.9·1) = 2.45; then 2.45 + 0.5·(4 − 2.45).
    assertThat(table[3 * THREE_BITS.cell(s0.state()) + 1]).isCloseTo(3.225f, within(1e-5f));
  }

  @Test
  void cellsAreCountedFromTheBounds() {
    Discretisation two =
        new Discretisation(
            List.of(new Discretisation.Axis(-1, 1, 4), new Discretisation.Axis(0, 3, 3)));
    assertThat(two.cells()).isEqualTo(12);
    assertThat(two.cell(new float[] {-9, -9})).isEqualTo(0);
    assertThat(two.cell(new float[] {0.1f, 1.5f})).isEqualTo(2 * 3 + 1);
    assertThat(two.cell(new float[] {9, 9})).isEqualTo(11);
  }

  @Test
  void theWorldOfNamesIsLearned() {
    QLearning agent = new QLearning(new Worlds.Naming(), SETTINGS, 1);
    double found =
        Training.run(agent, Worlds.Naming::new, TrainingSettings.of(2_000)).last().mean();
    assertThat(found).isGreaterThan(9.5);
  }

  @Test
  void axesMustFitTheState() {
    Discretisation one = new Discretisation(List.of(new Discretisation.Axis(0, 1, 2)));
    QLearningSettings wrong =
        new QLearningSettings(one, 0.9, Schedule.constant(0.5), Schedule.constant(0.1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QLearning(new Worlds.Naming(), wrong, 1))
        .withMessage("q-learning.discretisation has 1 axes, the state has 3 numbers");
  }
}
