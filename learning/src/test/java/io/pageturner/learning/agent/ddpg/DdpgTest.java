package io.pageturner.learning.agent.ddpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.agent.ReferenceMlp;
import io.pageturner.learning.agent.Schedule;
import io.pageturner.learning.agent.Training;
import io.pageturner.learning.agent.TrainingSettings;
import io.pageturner.learning.agent.Worlds;
import io.pageturner.learning.environment.Pendulum;
import io.pageturner.learning.replay.Sampling;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.VectorReplay;
import io.pageturner.lifecycle.Weights;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DdpgTest {
  private static final int ROWS = 30;
  private static final double TAU = 0.1;
  private static final DdpgSettings SMALL =
      new DdpgSettings(
          0.9,
          1,
          TAU,
          List.of(16, 16),
          Schedule.constant(2e-3),
          Schedule.constant(5e-3),
          10,
          5_000,
          new Sampling.Uniform(),
          32,
          200,
          2,
          new Noise.Gaussian(0.2));

  /** Two updates, because at the first the targets equal the others. */
  @Test
  void theLossesEqualThoseWorkedInPlainArrays() {
    try (Ddpg agent = new Ddpg(Pendulum.v1(), SMALL, 5)) {
      VectorReplay.Batch batch = batch();
      agent.update(batch);
      Weights before = agent.snapshot();
      DdpgGraph.Update update = agent.update(batch);
      double critic = 0;
      double actor = 0;
      for (int i = 0; i < ROWS; i++) {
        float[] state = Arrays.copyOfRange(batch.states(), 3 * i, 3 * i + 3);
        float[] next = Arrays.copyOfRange(batch.nextStates(), 3 * i, 3 * i + 3);
        double later = q(before, "target_critic", next, mu(before, "target_actor", next));
        double y = batch.rewards()[i] + batch.discounts()[i] * later;
        double error = y - q(before, "critic", state, batch.actions()[i]);
        assertThat((double) update.errors()[i]).isCloseTo(error, within(1e-4));
        critic += batch.weights()[i] * error * error / ROWS;
        actor -= q(before, "critic", state, mu(before, "actor", state)) / ROWS;
      }
      assertThat((double) update.criticLoss()).isCloseTo(critic, within(1e-4));
      assertThat((double) update.actorLoss()).isCloseTo(actor, within(1e-4));
      assertTargetsFollowed(before, agent.snapshot());
    }
  }

  private static void assertTargetsFollowed(Weights before, Weights after) {
    for (String name : List.of("actor_0_kernel", "critic_2_kernel", "critic_1_bias")) {
      float[] was = before.tensor("target_" + name).values();
      float[] now = after.tensor("target_" + name).values();
      float[] goal = after.tensor(name).values();
      for (int i = 0; i < was.length; i++) {
        double expected = was[i] + TAU * (goal[i] - was[i]);
        assertThat((double) now[i]).isCloseTo(expected, within(1e-6));
      }
    }
  }

  private static double mu(Weights weights, String name, float[] state) {
    return Math.tanh(new ReferenceMlp(weights, name, x -> Math.max(0, x)).apply(state)[0]);
  }

  private static double q(Weights weights, String name, float[] state, double action) {
    float[] joined = {state[0], state[1], state[2], (float) action};
    return new ReferenceMlp(weights, name, x -> Math.max(0, x)).apply(joined)[0];
  }

  private static VectorReplay.Batch batch() {
    SplitMix64 random = new SplitMix64(9);
    VectorReplay.Batch batch = new VectorReplay(3, 1, 1, new Sampling.Uniform()).batch(ROWS);
    for (int i = 0; i < 3 * ROWS; i++) {
      batch.states()[i] = (float) random.nextGaussian();
      batch.nextStates()[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < ROWS; i++) {
      batch.actions()[i] = random.nextFloat(-1, 1);
      batch.rewards()[i] = (float) random.nextGaussian();
      batch.discounts()[i] = random.nextInt(4) == 0 ? 0 : 0.9f;
      batch.weights()[i] = random.nextFloat(0.2f, 1);
    }
    return batch;
  }

  @Test
  void itLearnsToMeet() {
    try (Ddpg agent = new Ddpg(new Worlds.Meeting(), SMALL, 1)) {
      double found =
          Training.run(agent, Worlds.Meeting::new, TrainingSettings.of(3_000)).last().mean();
      assertThat(found).isGreaterThan(9.5);
    }
  }

  /** Learning starts after 200 steps: the replay that a snapshot lacks fills first. */
  @Test
  void afterARestoreTheReplayFillsBeforeAnythingIsLearned() {
    try (Ddpg first = new Ddpg(new Worlds.Meeting(), SMALL, 1);
        Ddpg second = new Ddpg(new Worlds.Meeting(), SMALL, 2)) {
      Training.run(first, Worlds.Meeting::new, TrainingSettings.of(250));
      second.restore(first.snapshot());
      Training.run(second, Worlds.Meeting::new, TrainingSettings.of(199));
      assertThat(second.snapshot().tensor("critic_0_kernel"))
          .isEqualTo(first.snapshot().tensor("critic_0_kernel"));
      Training.run(second, Worlds.Meeting::new, TrainingSettings.of(1));
      assertThat(second.snapshot().tensor("critic_0_kernel"))
          .isNotEqualTo(first.snapshot().tensor("critic_0_kernel"));
    }
  }

  /** Stationary deviation of x ← (1 − θ·dt)·x + σ√dt·N is σ√dt/√(1 − (1 − θ·dt)²). */
  @Test
  void ornsteinUhlenbeckNoiseHasItsDeviationAndItsMemory() {
    Noise noise = new Noise.OrnsteinUhlenbeck(0.2, 0.15, 1);
    SplitMix64 random = new SplitMix64(2);
    float[] x = {0};
    double squares = 0;
    double products = 0;
    int draws = 200_000;
    for (int i = 0; i < draws; i++) {
      float[] next = noise.next(random, x);
      squares += next[0] * next[0];
      products += next[0] * x[0];
      x = next;
    }
    assertThat(Math.sqrt(squares / draws))
        .isCloseTo(0.2 / Math.sqrt(1 - 0.85 * 0.85), within(0.02));
    assertThat(products / squares).isCloseTo(0.85, within(0.01));
  }
}
