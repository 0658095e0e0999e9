package io.pageturner.learning.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.replay.SplitMix64;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * Every task against a trajectory recorded by {@code src/test/python/trajectories.py}, which is
 * worked from the published equations and was compared with Gymnasium 1.3.0 itself (largest
 * difference 4e-15).
 */
class ReferenceTasksTest {
  @Test
  void cartPole() throws IOException {
    CartPole task = new CartPole();
    follow(task, task.set(0.02, -0.03, 0.04, -0.01), "cart-pole", t -> action(2, t));
  }

  @Test
  void pendulum() throws IOException {
    Pendulum task = new Pendulum();
    IntFunction<float[]> torque = t -> new float[] {(float) (2.5 * Math.sin(0.3 * t))};
    follow(task, task.set(2.5, -0.7), "pendulum", torque);
  }

  @Test
  void mountainCar() throws IOException {
    MountainCar task = new MountainCar();
    follow(task, task.set(-0.45, 0), "mountain-car", t -> t < 40 ? 0 : 2);
  }

  @Test
  void acrobot() throws IOException {
    Acrobot task = new Acrobot();
    follow(task, task.set(0.05, -0.08, 0.03, 0.09), "acrobot", t -> action(3, t));
  }

  @Test
  void aTimeLimitTruncatesWithoutTerminating() {
    Environment<float[]> task = Pendulum.v1();
    task.reset(new SplitMix64(1));
    Step step = null;
    for (int t = 1; t <= 200; t++) {
      step = task.step(new float[] {0});
      assertThat(step.truncated()).isEqualTo(t == 200);
    }
    assertThat(step.terminated()).isFalse();
  }

  @Test
  void theSameSeedGivesTheSameStart() {
    for (Environment<?> task :
        List.of(CartPole.v1(), Pendulum.v1(), MountainCar.v0(), Acrobot.v1())) {
      float[] first = task.reset(new SplitMix64(7)).state();
      assertThat(task.reset(new SplitMix64(7)).state()).containsExactly(first);
      assertThat(task.reset(new SplitMix64(8)).state()).isNotEqualTo(first);
      assertThat(first).hasSize(task.stateSize());
    }
  }

  /** Actions that follow from the step's number alone, as in the script. */
  private static int action(int count, int t) {
    return (t / 7 + t / 3 + t * t / 11) % count;
  }

  private static <A> void follow(
      Environment<A> task, Observation start, String file, IntFunction<A> action)
      throws IOException {
    List<double[]> lines = read(file);
    assertClose(start.state(), lines.get(0), 0);
    for (int t = 0; t + 1 < lines.size(); t++) {
      double[] expected = lines.get(t + 1);
      Step step = task.step(action.apply(t));
      assertThat(step.reward()).isCloseTo(expected[0], within(1e-9));
      assertThat(step.terminated()).isEqualTo(expected[1] == 1);
      assertClose(step.next().state(), expected, 2);
    }
  }

  private static void assertClose(float[] found, double[] line, int from) {
    assertThat(found).hasSize(line.length - from);
    for (int i = 0; i < found.length; i++) {
      double expected = line[from + i];
      assertThat((double) found[i])
          .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
    }
  }

  private static List<double[]> read(String file) throws IOException {
    try (InputStream in = ReferenceTasksTest.class.getResourceAsStream(file + ".csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toList();
    }
  }
}
