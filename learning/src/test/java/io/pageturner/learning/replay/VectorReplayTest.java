package io.pageturner.learning.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class VectorReplayTest {
  /** The tree finds what walking along the weights finds. */
  @Property(tries = 200)
  void theTreeFindsWhatASearchFromTheStartFinds(
      @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = 0, max = 10) Double> weights,
      @ForAll @DoubleRange(min = 0, max = 0.99) double share) {
    SumTree tree = new SumTree(weights.size());
    for (int i = 0; i < weights.size(); i++) {
      tree.set(i, 7); // To be replaced.
      tree.set(i, weights.get(i));
    }
    double total = weights.stream().mapToDouble(Double::doubleValue).sum();
    assertThat(tree.total()).isCloseTo(total, within(1e-9));
    if (total > 1e-6) {
      double mass = share * total;
      int found = tree.find(mass);
      double before = weights.subList(0, found).stream().mapToDouble(Double::doubleValue).sum();
      assertThat(weights.get(found)).isPositive();
      assertThat(mass).isBetween(before - 1e-9, before + weights.get(found) + 1e-9);
    }
  }

  /** P(i) = pᵢ^α / Σ, weights (N·P)^−β over the largest: here for two of δ 4 and 1, α = β = ½. */
  @Test
  void prioritisedDrawsFollowTheErrorsAndAreWeighedAgainstIt() {
    Sampling.Prioritised half = new Sampling.Prioritised(0.5, 0.5, Long.MAX_VALUE, 1e-6);
    VectorReplay replay = new VectorReplay(1, 1, 2, half);
    replay.add(new float[] {0}, new float[1], 0, 0.9, new float[1]);
    replay.add(new float[] {1}, new float[1], 0, 0.9, new float[1]);
    VectorReplay.Batch both = replay.batch(2);
    SplitMix64 random = new SplitMix64(1);
    replay.sample(random, both);
    assertThat(both.rows()).containsExactly(0, 1); // One of each half of the mass.
    replay.learned(both, new float[] {4, -1});
    VectorReplay.Batch many = replay.batch(3_000);
    replay.sample(random, many);
    long first = Arrays.stream(many.rows()).filter(row -> row == 0).count();
    assertThat(first / 3_000.0).isCloseTo(2.0 / 3, within(0.01));
    double rare = Math.pow(2 * (1.0 / 3), -0.5);
    double frequent = Math.pow(2 * (2.0 / 3), -0.5);
    for (int i = 0; i < many.size(); i++) {
      double expected = many.rows()[i] == 0 ? frequent / rare : 1;
      assertThat((double) many.weights()[i]).isCloseTo(expected, within(1e-4));
    }
  }

  @Test
  void theOldestGivesWay() {
    VectorReplay replay = new VectorReplay(1, 1, 3, new Sampling.Uniform());
    for (int i = 0; i < 5; i++) {
      replay.add(new float[] {i}, new float[] {i}, i, 0.9, new float[] {i + 1});
    }
    VectorReplay.Batch batch = replay.batch(200);
    replay.sample(new SplitMix64(1), batch);
    assertThat(replay.size()).isEqualTo(3);
    for (int i = 0; i < 200; i++) {
      assertThat(batch.states()[i]).isIn(2f, 3f, 4f);
      assertThat(batch.nextStates()[i]).isEqualTo(batch.states()[i] + 1);
      assertThat(batch.rewards()[i]).isEqualTo(batch.states()[i]);
      assertThat(batch.weights()[i]).isEqualTo(1);
    }
  }

  @Test
  void aRewardThatIsNotFiniteIsRefused() {
    VectorReplay replay = new VectorReplay(1, 1, 3, new Sampling.Uniform());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> replay.add(new float[1], new float[1], Double.NaN, 1, new float[1]))
        .withMessage("reward must be finite, was NaN");
  }

  /** Rewards 1, 2, 3, 4 with γ = ½, two steps each; the episode terminates. */
  @Test
  void stepsBecomeTwoStepTransitions() {
    NStep two = new NStep(2, 0.5);
    List<String> found = new ArrayList<>();
    for (int t = 1; t <= 4; t++) {
      boolean last = t == 4;
      two.add(
          new float[] {t},
          new float[1],
          t,
          new float[] {t + 1},
          last,
          last,
          (s, a, r, discount, after) ->
              found.add("%.0f %.1f %.2f %.0f".formatted(s[0], r, discount, after[0])));
    }
    assertThat(found)
        .containsExactly("1 2.0 0.25 3", "2 3.5 0.25 4", "3 5.0 0.00 5", "4 4.0 0.00 5");
  }

  @Test
  void aTruncatedEpisodeStillBootstraps() {
    NStep three = new NStep(3, 0.5);
    List<Double> discounts = new ArrayList<>();
    for (int t = 1; t <= 2; t++) {
      three.add(
          new float[1],
          new float[1],
          1,
          new float[1],
          false,
          t == 2,
          (s, a, r, discount, after) -> discounts.add(discount));
    }
    assertThat(discounts).containsExactly(0.25, 0.5);
  }
}
