package io.pageturner.app.bench;

import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.agent.Callback;
import io.pageturner.learning.agent.Schedule;
import io.pageturner.learning.agent.Training;
import io.pageturner.learning.agent.TrainingReport;
import io.pageturner.learning.agent.TrainingSettings;
import io.pageturner.learning.agent.actorcritic.A2c;
import io.pageturner.learning.agent.actorcritic.A2cSettings;
import io.pageturner.learning.agent.actorcritic.A3c;
import io.pageturner.learning.agent.actorcritic.A3cSettings;
import io.pageturner.learning.agent.actorcritic.Ppo;
import io.pageturner.learning.agent.actorcritic.PpoSettings;
import io.pageturner.learning.agent.curiosity.CuriositySettings;
import io.pageturner.learning.agent.curiosity.Curious;
import io.pageturner.learning.agent.curiosity.RandomNetworkDistillation;
import io.pageturner.learning.agent.ddpg.Ddpg;
import io.pageturner.learning.agent.ddpg.DdpgSettings;
import io.pageturner.learning.agent.dqn.Dqn;
import io.pageturner.learning.agent.dqn.DqnSettings;
import io.pageturner.learning.agent.dqn.NextValue;
import io.pageturner.learning.agent.dqn.QHead;
import io.pageturner.learning.agent.linear.Embedding;
import io.pageturner.learning.agent.linear.LinearAgent;
import io.pageturner.learning.agent.linear.LinearHeadsSettings;
import io.pageturner.learning.agent.linear.Link;
import io.pageturner.learning.agent.linear.Optimiser;
import io.pageturner.learning.agent.tabular.Discretisation;
import io.pageturner.learning.agent.tabular.QLearning;
import io.pageturner.learning.agent.tabular.QLearningSettings;
import io.pageturner.learning.environment.Acrobot;
import io.pageturner.learning.environment.CartPole;
import io.pageturner.learning.environment.Corridor;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.MountainCar;
import io.pageturner.learning.environment.Pendulum;
import io.pageturner.learning.network.Activation;
import io.pageturner.learning.replay.Sampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * An agent at a reference task.
 *
 * @param agent its name, with its variant
 * @param task Gymnasium's name, or Corridor-15
 * @param steps that the published figure was reached at
 * @param published return by rl-baselines3-zoo (one run, deterministic evaluation), as in SPEC 8.1,
 *     or by CleanRL (three runs, the last episodes of training, ε = 0.05); "-" when there is none
 * @param environments of the task
 * @param maker of the agent, by seed
 */
public record Contest<A>(
    String agent,
    String task,
    long steps,
    String published,
    Supplier<Environment<A>> environments,
    LongFunction<Agent<A>> maker) {
  private static final String CART_POLE = "CartPole-v1";
  private static final String PENDULUM = "Pendulum-v1";
  private static final int EVALUATION_EPISODES = 20;
  private static final QLearningSettings CORRIDOR =
      new QLearningSettings(
          new Discretisation(Collections.nCopies(15, new Discretisation.Axis(0, 1, 2))),
          0.95,
          Schedule.constant(0.3),
          Schedule.constant(0.1));
  private static final int EVALUATIONS = 20;

  /** All of them. */
  public static List<Contest<?>> all() {
    DqnSettings dqn = DqnSettings.CART_POLE;
    DqnSettings slow = DqnSettings.CLASSIC_CONTROL;
    return List.of(
        cartPole("dqn", 50_000, "500", seed -> new Dqn(CartPole.v1(), dqn, seed)),
        cartPole("double-dqn", 50_000, "-", seed -> dqn(dqn.with(NextValue.DOUBLE), seed)),
        cartPole("dueling-dqn", 50_000, "-", seed -> dqn(dqn.with(QHead.DUELING), seed)),
        cartPole(
            "prioritised-dqn",
            50_000,
            "-",
            seed -> dqn(dqn.with(Sampling.Prioritised.DEFAULT), seed)),
        cleanRl("dqn-cleanrl", CART_POLE, "488.7 ± 16.1", CartPole::v1, slow),
        cleanRl("double-dqn-cleanrl", CART_POLE, "-", CartPole::v1, slow.with(NextValue.DOUBLE)),
        cleanRl("dueling-dqn-cleanrl", CART_POLE, "-", CartPole::v1, slow.with(QHead.DUELING)),
        cleanRl(
            "prioritised-dqn-cleanrl",
            CART_POLE,
            "-",
            CartPole::v1,
            slow.with(Sampling.Prioritised.DEFAULT)),
        cleanRl("dqn-cleanrl", "Acrobot-v1", "-91.5 ± 7.2", Acrobot::v1, slow),
        cleanRl("dqn-cleanrl", "MountainCar-v0", "-194.9 ± 8.5", MountainCar::v0, slow),
        cartPole("linear-heads", 50_000, "-", seed -> linearHeads(new Optimiser.Sgd(0.003), seed)),
        cartPole(
            "linear-heads-ftrl",
            50_000,
            "-",
            seed -> linearHeads(new Optimiser.FtrlProximal(1, 1, 0, 0), seed)),
        cartPole(
            "q-learning",
            500_000,
            "-",
            seed -> new QLearning(CartPole.v1(), QLearningSettings.CART_POLE, seed)),
        corridor("q-learning", seed -> new QLearning(Corridor.of15(), CORRIDOR, seed)),
        corridor("curious-q-learning", Contest::curious),
        cartPole(
            "a2c", 500_000, "500", seed -> new A2c<>(CartPole.v1(), A2cSettings.CART_POLE, seed)),
        cartPole(
            "a3c", 500_000, "-", seed -> new A3c<>(CartPole.v1(), A3cSettings.CART_POLE, seed)),
        cartPole(
            "ppo", 100_000, "500", seed -> new Ppo<>(CartPole.v1(), PpoSettings.CART_POLE, seed)),
        pendulum(
            "ddpg",
            20_000,
            "-152 ± 94",
            seed -> new Ddpg(Pendulum.v1(), DdpgSettings.PENDULUM, seed)),
        pendulum(
            "a2c", 1_000_000, "-163", seed -> new A2c<>(Pendulum.v1(), A2cSettings.PENDULUM, seed)),
        pendulum(
            "ppo", 100_000, "-172", seed -> new Ppo<>(Pendulum.v1(), PpoSettings.PENDULUM, seed)));
  }

  private static Agent<Integer> dqn(DqnSettings settings, long seed) {
    return new Dqn(CartPole.v1(), settings, seed);
  }

  /** As {@link DqnSettings#CLASSIC_CONTROL} has it. */
  private static Contest<Integer> cleanRl(
      String agent,
      String task,
      String published,
      Supplier<Environment<Integer>> environments,
      DqnSettings settings) {
    return new Contest<>(
        agent,
        task,
        500_000,
        published,
        environments,
        seed -> new Dqn(environments.get(), settings, seed));
  }

  /** Heads that learn online on the hidden layers of a policy that PPO trained before. */
  private static Agent<Integer> linearHeads(Optimiser optimiser, long seed) {
    try (Ppo<Integer> offline = new Ppo<>(CartPole.v1(), PpoSettings.CART_POLE, seed)) {
      Training.run(offline, CartPole::v1, TrainingSettings.of(50_000).withSeed(seed));
      Embedding embedding = Embedding.hidden(offline.snapshot(), "policy", Activation.TANH);
      LinearHeadsSettings settings =
          new LinearHeadsSettings(
              0.98, Link.IDENTITY, optimiser, optimiser, Schedule.linear(1, 0.02, 10_000));
      return new LinearAgent(CartPole.v1(), embedding, settings, seed);
    }
  }

  private static Agent<Integer> curious(long seed) {
    return new Curious<>(
        new QLearning(Corridor.of15(), CORRIDOR, seed),
        new RandomNetworkDistillation(
            Corridor.of15().stateSize(),
            new CuriositySettings(0.1, List.of(32), 8, 3e-3, 16),
            seed));
  }

  private static Contest<Integer> corridor(String agent, LongFunction<Agent<Integer>> maker) {
    return new Contest<>(agent, "Corridor-15", 20_000, "-", Corridor::of15, maker);
  }

  private static Contest<Integer> cartPole(
      String agent, long steps, String published, LongFunction<Agent<Integer>> maker) {
    return new Contest<>(agent, CART_POLE, steps, published, CartPole::v1, maker);
  }

  private static Contest<float[]> pendulum(
      String agent, long steps, String published, LongFunction<Agent<float[]>> maker) {
    return new Contest<>(agent, PENDULUM, steps, published, Pendulum::v1, maker);
  }

  /** Trains the agent once and returns its learning curve, the last point at {@code forSteps}. */
  public List<CurvePoint> play(long seed, long forSteps) {
    List<CurvePoint> curve = new ArrayList<>();
    Callback drawing =
        new Callback() {
          @Override
          public void evaluated(TrainingReport soFar) {
            curve.add(CurvePoint.of(seed, soFar));
          }
        };
    try (Agent<A> made = maker.apply(seed)) {
      long every = Math.max(1, forSteps / EVALUATIONS);
      Training.run(
          made,
          environments,
          new TrainingSettings(forSteps, seed, every, EVALUATION_EPISODES),
          drawing);
    }
    return curve;
  }
}
