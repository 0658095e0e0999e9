package io.pageturner.learning.agent.curiosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.agent.Callback;
import io.pageturner.learning.agent.ReferenceMlp;
import io.pageturner.learning.agent.Schedule;
import io.pageturner.learning.agent.Training;
import io.pageturner.learning.agent.TrainingSettings;
import io.pageturner.learning.agent.tabular.Discretisation;
import io.pageturner.learning.agent.tabular.QLearning;
import io.pageturner.learning.agent.tabular.QLearningSettings;
import io.pageturner.learning.environment.Corridor;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.lifecycle.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CuriosityTest {
  private static final CuriositySettings SETTINGS =
      new CuriositySettings(0.1, List.of(32), 8, 3e-3, 16);
  private static final int PLACES = 15;
  private static final QLearningSettings TABLE =
      new QLearningSettings(
          new Discretisation(Collections.nCopies(PLACES, new Discretisation.Axis(0, 1, 2))),
          0.95,
          Schedule.constant(0.3),
          Schedule.constant(0.1));

  @Test
  void whatWasSeenOftenIsNoLongerNew() {
    try (RandomNetworkDistillation curiosity = new RandomNetworkDistillation(2, SETTINGS, 1)) {
      SplitMix64 random = new SplitMix64(2);
      double before = curiosity.error(new float[] {1, 1});
      for (int i = 0; i < 3_000; i++) {
        curiosity.bonus(new float[] {random.nextFloat(0.8f, 1.2f), random.nextFloat(-2, 2)});
      }
      // The network sees normalised numbers: 0.8 … 1.2 becomes about −1.7 … 1.7.
      double after = curiosity.error(new float[] {1, 1});
      assertThat(after).isLessThan(before / 10);
      assertThat(curiosity.error(new float[] {-5, 5})).isGreaterThan(10 * after);
    }
  }

  /**
   * Three states' bonuses worked in plain arrays: normalised by the mean and deviation of what was
   * seen so far, ‖f̂ − f‖² over the features, over the deviation of the errors so far.
   */
  @Test
  void theBonusEqualsOneWorkedInPlainArrays() {
    float[][] states = {{1, 5}, {3, 1}, {2, 7}};
    double[][] normalised = {
      {0, 0}, // Alone it is its own mean.
      {1 / Math.sqrt(2), -2 / Math.sqrt(8)}, // Means 2 and 3, variances 2 and 8.
      {0, (7 - 13.0 / 3) / Math.sqrt(28.0 / 3)} // Means 2 and 13/3, variances 1 and 28/3.
    };
    try (RandomNetworkDistillation curiosity = new RandomNetworkDistillation(2, SETTINGS, 1)) {
      ReferenceMlp fixed = new ReferenceMlp(curiosity.weights(), "fixed", x -> Math.max(0, x));
      ReferenceMlp said = new ReferenceMlp(curiosity.weights(), "predictor", x -> Math.max(0, x));
      List<Double> errors = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        float[] x = {(float) normalised[i][0], (float) normalised[i][1]};
        double[] is = fixed.apply(x);
        double[] guess = said.apply(x);
        double error = 0;
        for (int k = 0; k < is.length; k++) {
          error += (is[k] - guess[k]) * (is[k] - guess[k]) / is.length;
        }
        errors.add(error);
        assertThat(curiosity.bonus(states[i]))
            .isCloseTo(SETTINGS.weight() * error / deviation(errors), within(1e-6));
      }
    }
  }

  /** 1 while there is nothing to tell it from. */
  private static double deviation(List<Double> of) {
    double mean = of.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double squares = of.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    return of.size() < 2 ? 1 : Math.sqrt(squares / (of.size() - 1));
  }

  /**
   * A corridor of 15 with a reward at its far end, while each other step is free: ε-greedy play
   * alone hardly ever comes there in 40 steps; a curious one is drawn on.
   */
  @Test
  void aCuriousAgentFindsAFarReward() {
    assertThat(reached(true)).isGreaterThan(10);
    assertThat(reached(false)).isZero();
  }

  /** How many of 200 episodes came to the far end. */
  private static int reached(boolean curious) {
    Arrivals arrivals = new Arrivals();
    try (Agent<Integer> agent = curious ? curious(1) : new QLearning(Corridor.of15(), TABLE, 1)) {
      Training.run(agent, Corridor::of15, new TrainingSettings(8_000, 1, 0, 1), arrivals);
    }
    return arrivals.count;
  }

  /** Counts the episodes that ended before their time. */
  private static final class Arrivals implements Callback {
    private int count;

    @Override
    public void episodeEnded(long steps, double episodeReturn, int length) {
      count += length < 40 ? 1 : 0;
    }
  }

  @Test
  void aSnapshotCarriesTheCuriosityOver() {
    try (Agent<Integer> first = curious(1);
        Agent<Integer> second = curious(2)) {
      Training.run(first, Corridor::of15, TrainingSettings.of(200));
      Weights learned = first.snapshot();
      second.restore(learned);
      assertThat(second.snapshot()).isEqualTo(learned);
      assertThat(learned.names()).contains("q", "curiosity_fixed_0_kernel");
    }
  }

  @Test
  void aSnapshotWithoutCuriosityIsRefusedAndNothingChanges() {
    try (Agent<Integer> curious = curious(1);
        Agent<Integer> plain = new QLearning(Corridor.of15(), TABLE, 2)) {
      Training.run(plain, Corridor::of15, TrainingSettings.of(200));
      Weights before = curious.snapshot();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> curious.restore(plain.snapshot()))
          .withMessageContaining("fixed_0_kernel");
      assertThat(curious.snapshot()).isEqualTo(before);
    }
  }

  private static Agent<Integer> curious(long seed) {
    return new Curious<>(
        new QLearning(Corridor.of15(), TABLE, seed),
        new RandomNetworkDistillation(PLACES, SETTINGS, seed));
  }
}
