package io.pageturner.learning.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.agent.actorcritic.A2c;
import io.pageturner.learning.agent.actorcritic.A2cSettings;
import io.pageturner.learning.agent.actorcritic.A3c;
import io.pageturner.learning.agent.actorcritic.A3cSettings;
import io.pageturner.learning.agent.actorcritic.NetworkSettings;
import io.pageturner.learning.agent.actorcritic.Ppo;
import io.pageturner.learning.agent.actorcritic.PpoSettings;
import io.pageturner.learning.agent.curiosity.CuriositySettings;
import io.pageturner.learning.agent.curiosity.Curious;
import io.pageturner.learning.agent.curiosity.RandomNetworkDistillation;
import io.pageturner.learning.agent.ddpg.Ddpg;
import io.pageturner.learning.agent.ddpg.DdpgSettings;
import io.pageturner.learning.agent.ddpg.Noise;
import io.pageturner.learning.agent.dqn.Dqn;
import io.pageturner.learning.agent.dqn.DqnSettings;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.network.Activation;
import io.pageturner.learning.replay.Sampling;
import io.pageturner.lifecycle.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One agent, several runs: what a run left unfinished does not reach into the next. */
class SecondRunTest {
  private static final NetworkSettings NETWORK =
      new NetworkSettings(List.of(8), Activation.TANH, 0.5, 0.01);
  private static final Schedule RATE = Schedule.constant(5e-3);

  /**
   * After 37 steps of four workers the first has made its ten, the others nine; the second run is
   * one short of a whole rollout.
   */
  @ParameterizedTest
  @CsvSource({"a2c, 37, 39", "ppo, 37, 39", "curious, 37, 39", "a3c, 9, 9"})
  void aRolloutLeftUnfinishedIsLetGo(String name, int first, int second) {
    try (Agent<Integer> agent = actorCritic(name)) {
      Map<String, Tensor> before = learned(agent);
      Training.run(agent, Worlds.Naming::new, run(first));
      Training.run(agent, Worlds.Naming::new, run(second));
      assertThat(learned(agent)).isEqualTo(before);
      Training.run(agent, Worlds.Naming::new, run(200));
      assertThat(learned(agent)).isNotEqualTo(before);
    }
  }

  private static Agent<Integer> actorCritic(String name) {
    Worlds.Naming world = new Worlds.Naming();
    return switch (name) {
      case "ppo" ->
          new Ppo<>(
              world,
              new PpoSettings(0.9, 0.9, 4, 10, 2, 20, Schedule.constant(0.2), NETWORK, RATE, 0.5),
              1);
      case "a3c" ->
          new A3c<>(world, new A3cSettings(0.9, 1, 1, 10, NETWORK, RATE, 0.9, 1e-5, 1), 1);
      case "curious" ->
          new Curious<>(
              actorCritic("a2c"),
              new RandomNetworkDistillation(
                  3, new CuriositySettings(0.1, List.of(4), 2, 1e-3, 1_000), 1));
      default -> new A2c<>(world, new A2cSettings(0.9, 1, 4, 10, NETWORK, RATE, 0.5), 1);
    };
  }

  @Test
  void aWorkerThatRunsAheadIsToldInsteadOfWritingOverOthers() {
    try (Agent<Integer> agent = actorCritic("a2c")) {
      Observation seen = Observation.of(1f, 0f, 0f);
      for (int i = 0; i < 10; i++) {
        agent.learn(0, seen, agent.explore(0, seen), new Step(seen, 0, false, false));
      }
      Integer action = agent.explore(0, seen);
      assertThatIllegalStateException()
          .isThrownBy(() -> agent.learn(0, seen, action, new Step(seen, 0, false, false)))
          .withMessage("worker 0 has made its 10 steps; others have made [10, 0, 0, 0]");
    }
  }

  /** Two steps wait for their third; a third step of another episode must not complete them. */
  @Test
  void dqnDoesNotJoinTheStepsOfTwoEpisodes() {
    requireNothingJoined(
        new Dqn(
            new Worlds.Naming(),
            new DqnSettings(
                0.9,
                3,
                DqnSettings.CART_POLE.nextValue(),
                DqnSettings.CART_POLE.head(),
                DqnSettings.CART_POLE.loss(),
                List.of(8),
                RATE,
                10,
                100,
                new Sampling.Uniform(),
                4,
                1,
                1,
                1,
                10,
                Schedule.constant(1)),
            1),
        Worlds.Naming::new);
  }

  @Test
  void ddpgDoesNotJoinTheStepsOfTwoEpisodes() {
    requireNothingJoined(ddpg(1, new Noise.Gaussian(0.1)), Worlds.Meeting::new);
  }

  private static <A> void requireNothingJoined(
      Agent<A> made, Supplier<? extends Environment<A>> worlds) {
    try (Agent<A> agent = made) {
      Map<String, Tensor> before = learned(agent);
      Training.run(agent, worlds, run(2));
      Training.run(agent, worlds, run(1));
      assertThat(learned(agent)).isEqualTo(before);
      Training.run(agent, worlds, run(3));
      assertThat(learned(agent)).isNotEqualTo(before);
    }
  }

  /** A walk without a pull, by 0.02 a step: from afar it is back near 0 at once. */
  @Test
  void ddpgsNoiseBeginsAnewWithAnEpisode() {
    try (Ddpg agent = ddpg(1_000_000, new Noise.OrnsteinUhlenbeck(0.01, 1e-9, 1))) {
      Observation seen = Observation.of(0f);
      agent.learn(0, seen, agent.explore(0, seen), new Step(seen, 0, false, false));
      float best = agent.act(seen)[0];
      int walked = 0;
      while (Math.abs(agent.explore(0, seen)[0] - best) < 0.5f) {
        assertThat(++walked).isLessThan(100_000);
      }
      agent.begin(0);
      assertThat(agent.explore(0, seen)[0]).isCloseTo(best, within(0.1f));
    }
  }

  private static Ddpg ddpg(int trainEvery, Noise noise) {
    return new Ddpg(
        new Worlds.Meeting(),
        new DdpgSettings(
            0.9,
            3,
            0.1,
            List.of(8),
            RATE,
            RATE,
            10,
            100,
            new Sampling.Uniform(),
            4,
            1,
            trainEvery,
            noise),
        1);
  }

  private static TrainingSettings run(long steps) {
    return new TrainingSettings(steps, 1, 0, 1);
  }

  /** Everything but the count of steps and what curiosity learns by itself. */
  private static Map<String, Tensor> learned(Agent<?> agent) {
    Map<String, Tensor> learned = new LinkedHashMap<>(agent.snapshot().asMap());
    learned.remove(Snapshots.STEPS);
    return learned;
  }
}
