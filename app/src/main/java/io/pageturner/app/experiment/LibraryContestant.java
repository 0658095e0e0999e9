package io.pageturner.app.experiment;

import io.pageturner.domain.Action;
import io.pageturner.domain.ActionChoice;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.Policy;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.agent.Callback;
import io.pageturner.learning.agent.Schedule;
import io.pageturner.learning.agent.Training;
import io.pageturner.learning.agent.TrainingReport;
import io.pageturner.learning.agent.TrainingSettings;
import io.pageturner.learning.agent.actorcritic.A2c;
import io.pageturner.learning.agent.actorcritic.A2cSettings;
import io.pageturner.learning.agent.actorcritic.NetworkSettings;
import io.pageturner.learning.agent.actorcritic.Ppo;
import io.pageturner.learning.agent.actorcritic.PpoSettings;
import io.pageturner.learning.agent.dqn.Dqn;
import io.pageturner.learning.agent.dqn.DqnSettings;
import io.pageturner.learning.agent.dqn.NextValue;
import io.pageturner.learning.agent.dqn.QHead;
import io.pageturner.learning.agent.dqn.TdLoss;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.replay.Sampling;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * An agent of the library on the simulated feed. All pages are its own, so that it plays as many as
 * a feed's agent has of its own.
 *
 * @param ownShare share of the feed's pages that are an agent's own
 * @param log what the state's numbers are normalised by
 * @param space its actions
 * @param factor the factors of an action
 * @param maker of the agent
 * @param <A> type of an action
 */
record LibraryContestant<A>(
    String name,
    double ownShare,
    List<Transition> log,
    Space<A> space,
    Function<A, Action> factor,
    Maker<A> maker)
    implements Contestant {
  private static final double GAMMA = 0.9;
  private static final List<Double> GRID = List.of(0.25, 0.4, 0.63, 1.0, 1.6, 2.5, 4.0);

  /** Makes an agent for environments like {@code like}. */
  interface Maker<A> {
    Agent<A> make(Environment<A> like, long seed);
  }

  static LibraryContestant<Integer> dqn(double ownShare, List<Transition> log, int pages) {
    List<Action> grid = GRID.stream().map(a -> Action.of(a)).toList();
    DqnSettings settings =
        new DqnSettings(
            GAMMA,
            1,
            NextValue.DOUBLE,
            QHead.DUELING,
            TdLoss.HUBER,
            List.of(64, 64),
            Schedule.constant(1e-3),
            10,
            100_000,
            new Sampling.Uniform(),
            64,
            500,
            4,
            1,
            250,
            Schedule.linear(1, 0.1, Math.max(1, (int) (ownShare * pages / 2))));
    return new LibraryContestant<>(
        "DQN (double, dueling)",
        ownShare,
        log,
        new Space.Discrete(grid.size()),
        grid::get,
        (like, seed) -> new Dqn(like, settings, seed));
  }

  static LibraryContestant<float[]> ppo(
      double ownShare, List<Transition> log, ActionSpace actions) {
    PpoSettings settings =
        new PpoSettings(
            GAMMA,
            0.95,
            4,
            128,
            10,
            64,
            Schedule.constant(0.2),
            NetworkSettings.DEFAULT,
            Schedule.constant(3e-4),
            0.5);
    return continuous(
        "PPO", ownShare, log, actions, (like, seed) -> new Ppo<>(like, settings, seed));
  }

  static LibraryContestant<float[]> a2c(
      double ownShare, List<Transition> log, ActionSpace actions) {
    A2cSettings settings =
        new A2cSettings(GAMMA, 0.95, 4, 8, NetworkSettings.DEFAULT, Schedule.constant(7e-4), 0.5);
    return continuous(
        "A2C", ownShare, log, actions, (like, seed) -> new A2c<>(like, settings, seed));
  }

  private static LibraryContestant<float[]> continuous(
      String name,
      double ownShare,
      List<Transition> log,
      ActionSpace actions,
      Maker<float[]> maker) {
    return new LibraryContestant<>(
        name, ownShare, log, new Space.Box(-1, 1), unit -> actions.actionFromUnit(unit[0]), maker);
  }

  @Override
  public void learn(
      Variant variant, SimulatedTraining training, Plan plan, long seed, LearningCurve on) {
    StateVector states = new StateVector(variant.features(), training.embeddings(), log);
    AtomicInteger number = new AtomicInteger();
    try (Agent<A> agent = maker.make(environment(variant, training, states, 0), seed)) {
      Policy greedy = new Greedy<>(agent, states, factor);
      Callback curve =
          new Callback() {
            @Override
            public void evaluated(TrainingReport soFar) {
              on.at((int) Math.round(soFar.steps() / ownShare), greedy);
            }
          };
      long steps = Math.round(plan.pages() * ownShare);
      long every = Math.round(plan.every() * ownShare);
      Training.run(
          agent,
          () -> environment(variant, training, states, number.incrementAndGet()),
          new TrainingSettings(steps, seed, every, 1),
          curve);
    }
  }

  private FeedEnvironment<A> environment(
      Variant variant, SimulatedTraining training, StateVector states, int number) {
    return training.environment(variant, number, states, space, factor);
  }

  /** What an agent holds best, as a policy. */
  private record Greedy<A>(Agent<A> agent, StateVector states, Function<A, Action> factor)
      implements Policy {
    @Override
    public String name() {
      return agent.name();
    }

    @Override
    public ModelVersion version() {
      return ModelVersion.NONE;
    }

    @Override
    public ActionChoice choose(State state, List<Double> noise, RandomGenerator random) {
      Action action = factor.apply(agent.act(Observation.of(states.of(state))));
      return new ActionChoice(action, action, 1, List.of());
    }
  }
}
