package io.pageturner.learning.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.replay.SplitMix64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReturnsTest {
  private static final double GAMMA = 0.5;

  /** Three steps worked by hand; an episode ends with the second. */
  @Test
  void advantagesWorkedByHand() {
    double[] rewards = {1, 2, 3};
    double[] values = {10, 20, 30};
    double[] next = {20, 0, 40};
    boolean[] ends = {false, true, false};
    // δ = 1 + 10 − 10, 2 + 0 − 20, 3 + 20 − 30; γλ = 0.4.
    double[] advantages = Returns.gae(rewards, values, next, ends, GAMMA, 0.8);
    assertThat(advantages).containsExactly(new double[] {1 - 0.4 * 18, -18, -7}, within(1e-12));
  }

  @Test
  void lambdaReturnsWorkedByHand() {
    double[] returns =
        Returns.lambda(
            new double[] {1, 2, 3},
            new double[] {20, 0, 40},
            new boolean[] {false, true, false},
            GAMMA,
            0.8);
    // 3 + 0.5·40; 2; 1 + 0.5·(0.2·20 + 0.8·2).
    assertThat(returns).containsExactly(new double[] {3.8, 2, 23}, within(1e-12));
  }

  /** Both recursions must equal the sums of the papers' definitions. */
  @Property(tries = 200)
  void bothEqualTheSumsTheyAbbreviate(
      @ForAll @IntRange(min = 1, max = 12) int length,
      @ForAll @DoubleRange(min = 0, max = 1) double gamma,
      @ForAll @DoubleRange(min = 0, max = 1) double lambda,
      @ForAll long seed) {
    SplitMix64 random = new SplitMix64(seed);
    double[] rewards = new double[length];
    double[] values = new double[length];
    double[] next = new double[length];
    boolean[] ends = new boolean[length];
    for (int t = 0; t < length; t++) {
      rewards[t] = random.nextGaussian();
      values[t] = random.nextGaussian();
      ends[t] = random.nextInt(4) == 0;
      next[t] = ends[t] && random.nextBoolean() ? 0 : random.nextGaussian();
    }
    for (int t = 0; t + 1 < length; t++) {
      next[t] = ends[t] ? next[t] : values[t + 1]; // What follows is the next row's state.
    }
    double[] advantages = Returns.gae(rewards, values, next, ends, gamma, lambda);
    double[] returns = Returns.lambda(rewards, next, ends, gamma, lambda);
    for (int t = 0; t < length; t++) {
      double sum = 0;
      double factor = 1;
      for (int k = t; k < length; k++) {
        sum += factor * (rewards[k] + gamma * next[k] - values[k]);
        factor *= gamma * lambda;
        if (ends[k]) {
          break;
        }
      }
      assertThat(advantages[t]).isCloseTo(sum, within(1e-9));
      // The λ-return is V + Â (Schulman et al., 2016).
      assertThat(returns[t]).isCloseTo(values[t] + sum, within(1e-9));
    }
  }

  @Test
  void schedulesFallAsTheySay() {
    assertThat(Schedule.linear(1, 0.5, 10).at(5)).isEqualTo(0.75);
    assertThat(Schedule.linear(1, 0.5, 10).at(50)).isEqualTo(0.5);
    assertThat(Schedule.constant(3).at(7)).isEqualTo(3);
    assertThat(new Schedule.Cosine(2, 0, 10).at(5)).isCloseTo(1, within(1e-12));
    assertThat(new Schedule.Exponential(8, 1, 10).at(20)).isCloseTo(2, within(1e-12));
    assertThat(new Schedule.Exponential(8, 1, 10).at(2_000)).isEqualTo(1);
  }
}
