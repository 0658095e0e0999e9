package io.pageturner.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RunningZScoreTest {
  @Property
  void withoutDecayItIsTheExactTwoPassMeanAndDeviation(
      @ForAll @Size(min = 2, max = 200) List<@DoubleRange(min = -1e6, max = 1e6) Double> values) {
    RunningZScore running = new RunningZScore(1);
    values.forEach(running::add);

    double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
    double variance =
        values.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElseThrow();

    assertThat(running.snapshot().mean()).isCloseTo(mean, within(1e-6));
    assertThat(running.snapshot().deviation()).isCloseTo(Math.sqrt(variance), within(1e-3));
  }

  @Property
  void withDecayItIsTheExponentiallyWeightedTwoPassComputation(
      @ForAll @Size(min = 1, max = 100) List<@DoubleRange(min = -100, max = 100) Double> values) {
    double decay = 0.9;
    RunningZScore running = new RunningZScore(decay);
    values.forEach(running::add);

    double weights = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < values.size(); i++) {
      double weight = Math.pow(decay, values.size() - 1 - i);
      weights += weight;
      sum += weight * values.get(i);
    }
    for (int i = 0; i < values.size(); i++) {
      double delta = values.get(i) - sum / weights;
      squares += Math.pow(decay, values.size() - 1 - i) * delta * delta;
    }
    assertThat(running.snapshot().mean()).isCloseTo(sum / weights, within(1e-9));
    assertThat(running.snapshot().deviation())
        .isCloseTo(Math.sqrt(squares / weights), within(1e-5));
  }

  @Test
  void itFollowsADrift() {
    RunningZScore running = new RunningZScore(0.99);
    for (int i = 0; i < 1_000; i++) {
      running.add(i % 2);
    }
    for (int i = 0; i < 3_000; i++) {
      running.add(100 + i % 2);
    }
    assertThat(running.snapshot().mean()).isCloseTo(100.5, within(0.05));
    assertThat(running.snapshot().deviation()).isCloseTo(0.5, within(0.05));
  }

  @Test
  void manyValuesFarFromZeroLoseNoPrecision() {
    RunningZScore running = new RunningZScore(1);
    for (int i = 0; i < 100_000; i++) {
      running.add(1e9 + i % 3); // variance of 0, 1, 2 is 2/3
    }
    assertThat(running.snapshot().deviation()).isCloseTo(Math.sqrt(2.0 / 3), within(1e-4));
  }

  @Test
  void outliersAreCutAndConstantsBecomeZero() {
    assertThat(new ZScore(0, 1).normalise(1e9)).isEqualTo((float) ZScore.LIMIT);
    RunningZScore constant = new RunningZScore(1);
    constant.add(0.1);
    constant.add(0.1);
    assertThat(constant.snapshot().normalise(0.1)).isZero();
  }
}
