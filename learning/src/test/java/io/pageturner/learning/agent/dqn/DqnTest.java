package io.pageturner.learning.agent.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.agent.ReferenceMlp;
import io.pageturner.learning.agent.Training;
import io.pageturner.learning.agent.TrainingReport;
import io.pageturner.learning.agent.TrainingSettings;
import io.pageturner.learning.agent.Worlds;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.replay.Sampling;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.VectorReplay;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DqnTest {
  private static final DqnSettings SMALL = SmallDqn.SETTINGS;

  @ParameterizedTest
  @CsvSource({
    "MAX, PLAIN, HUBER",
    "DOUBLE, PLAIN, HUBER",
    "MAX, DUELING, SQUARED",
    "DOUBLE, DUELING, HUBER"
  })
  void theLossEqualsOneWorkedInPlainArrays(NextValue nextValue, QHead head, TdLoss loss) {
    DqnSettings settings = SMALL.with(nextValue).with(head).with(loss);
    try (Dqn agent = new Dqn(new Worlds.Naming(), settings, 5)) {
      agent.restore(shaken(agent.snapshot()));
      Weights before = agent.snapshot();
      VectorReplay.Batch batch = batch(40);
      DqnGraph.Update update = agent.update(batch);
      double sum = 0;
      for (int i = 0; i < batch.size(); i++) {
        double error = error(before, batch, i, nextValue, head);
        assertThat((double) update.errors()[i]).isCloseTo(error, within(1e-4));
        sum += batch.weights()[i] * cost(loss, error);
      }
      assertThat((double) update.loss()).isCloseTo(sum / batch.size(), within(1e-4));
    }
  }

  private static double cost(TdLoss loss, double error) {
    double size = Math.abs(error);
    return loss == TdLoss.SQUARED || size <= 1 ? size * size / 2 : size - 0.5;
  }

  private static double error(
      Weights weights, VectorReplay.Batch batch, int i, NextValue nextValue, QHead head) {
    float[] state = Arrays.copyOfRange(batch.states(), 3 * i, 3 * i + 3);
    float[] next = Arrays.copyOfRange(batch.nextStates(), 3 * i, 3 * i + 3);
    double[] target = q(weights, "target_q", next, head);
    double[] chooser = nextValue == NextValue.MAX ? target : q(weights, "q", next, head);
    int best = 0;
    for (int a = 1; a < 3; a++) {
      best = chooser[a] > chooser[best] ? a : best;
    }
    double y = batch.rewards()[i] + batch.discounts()[i] * target[best];
    return y - q(weights, "q", state, head)[(int) batch.actions()[i]];
  }

  private static double[] q(Weights weights, String name, float[] state, QHead head) {
    double[] a = new ReferenceMlp(weights, name, x -> Math.max(0, x)).apply(state);
    if (head == QHead.PLAIN) {
      return a;
    }
    double v = new ReferenceMlp(weights, name + "_v", x -> Math.max(0, x)).apply(state)[0];
    double mean = (a[0] + a[1] + a[2]) / 3;
    return new double[] {v + a[0] - mean, v + a[1] - mean, v + a[2] - mean};
  }

  private static VectorReplay.Batch batch(int size) {
    SplitMix64 random = new SplitMix64(9);
    VectorReplay.Batch batch = new VectorReplay(3, 1, 1, new Sampling.Uniform()).batch(size);
    for (int i = 0; i < 3 * size; i++) {
      batch.states()[i] = (float) random.nextGaussian();
      batch.nextStates()[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < size; i++) {
      batch.actions()[i] = random.nextInt(3);
      batch.rewards()[i] = (float) random.nextGaussian();
      batch.discounts()[i] = random.nextInt(4) == 0 ? 0 : 0.9f;
      batch.weights()[i] = random.nextFloat(0.2f, 1);
    }
    return batch;
  }

  /** Every parameter moved a little, so that the target network differs and biases are not 0. */
  private static Weights shaken(Weights weights) {
    SplitMix64 random = new SplitMix64(3);
    Map<String, Tensor> shaken = new LinkedHashMap<>();
    weights
        .asMap()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.values();
              for (int i = 0; i < values.length && !name.startsWith("q_step"); i++) {
                values[i] += (float) (0.2 * random.nextGaussian());
              }
              boolean number = name.equals("steps");
              shaken.put(name, number ? tensor : new Tensor(tensor.shape(), values));
            });
    return Weights.of(shaken);
  }

  @ParameterizedTest
  @CsvSource({"MAX, PLAIN", "DOUBLE, DUELING"})
  void theWorldOfNamesIsLearned(NextValue nextValue, QHead head) {
    assertThat(learned(Worlds.Naming::new, SMALL.with(nextValue).with(head))).isGreaterThan(9.5);
  }

  @Test
  void itIsLearnedFromPrioritisedDrawsToo() {
    DqnSettings settings = SMALL.with(Sampling.Prioritised.DEFAULT);
    assertThat(learned(Worlds.Naming::new, settings)).isGreaterThan(9.5);
  }

  /**
   * Each reward is paid two steps late: one step alone says nothing of what an action was worth.
   */
  @Test
  void nStepReturnsCarryALateRewardBack() {
    assertThat(learned(() -> new Worlds.Late<>(new Worlds.Naming(), 2), SMALL.withNStep(3)))
        .isGreaterThan(9.5);
  }

  @Test
  void theRightCandidateOfAListIsLearned() {
    assertThat(learned(Worlds.Picking::new, SMALL)).isGreaterThan(9.5);
  }

  private static double learned(
      Supplier<? extends Environment<Integer>> worlds, DqnSettings settings) {
    try (Dqn agent = new Dqn(worlds.get(), settings, 1)) {
      TrainingReport report = Training.run(agent, worlds, TrainingSettings.of(2_000));
      return report.last().mean();
    }
  }

  @Test
  void plainJavaEqualsTensorFlow() {
    for (QHead head : QHead.values()) {
      try (Dqn agent = new Dqn(new Worlds.Naming(), SMALL.with(head), 2)) {
        agent.restore(shaken(agent.snapshot()));
        Observation observation = Observation.of(0.3f, -0.7f, 1.1f);
        assertThat(agent.values(observation))
            .containsExactly(agent.graphValues(observation), within(1e-5f));
      }
    }
  }

  /** Else Q of what cannot be chosen, −10⁹, would be learned from. */
  @Test
  void whereNothingCanBeChosenTheEpisodeMustHaveTerminated() {
    try (Dqn agent = new Dqn(new Worlds.Picking(), SMALL, 1)) {
      Observation seen = new Observation(new float[] {1}, List.of(new float[] {1}));
      Observation none = Observation.of(1f);
      for (boolean truncated : new boolean[] {false, true}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> agent.learn(0, seen, 0, new Step(none, 0, false, truncated)))
            .withMessageContaining("next.candidates must not be empty unless");
      }
      agent.learn(0, seen, 0, new Step(none, 0, true, false));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> agent.learn(0, none, 0, new Step(none, 0, true, false)))
          .withMessageContaining("must list 1 to 4 candidates, listed 0");
    }
  }

  /** Learning starts after 100 steps: the replay that a snapshot lacks fills first. */
  @Test
  void afterARestoreTheReplayFillsBeforeAnythingIsLearned() {
    try (Dqn first = new Dqn(new Worlds.Naming(), SMALL, 1);
        Dqn second = new Dqn(new Worlds.Naming(), SMALL, 2)) {
      Training.run(first, Worlds.Naming::new, TrainingSettings.of(200));
      second.restore(first.snapshot());
      Training.run(second, Worlds.Naming::new, TrainingSettings.of(99));
      assertThat(second.snapshot().tensor("q_0_kernel"))
          .isEqualTo(first.snapshot().tensor("q_0_kernel"));
      Training.run(second, Worlds.Naming::new, TrainingSettings.of(1));
      assertThat(second.snapshot().tensor("q_0_kernel"))
          .isNotEqualTo(first.snapshot().tensor("q_0_kernel"));
    }
  }

  @Test
  void candidatesHaveNoDuelingHead() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dqn(new Worlds.Picking(), SMALL.with(QHead.DUELING), 1))
        .withMessageContaining("dqn.head must be PLAIN");
  }
}
