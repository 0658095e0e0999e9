package io.pageturner.learning.agent.actorcritic;

import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.agent.Snapshots;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.lifecycle.Weights;

/**
 * Advantage actor-critic with synchronous workers; see the package.
 *
 * <p>Used by one thread.
 *
 * @param <A> type of an action: {@code Integer} or {@code float[]}
 */
public final class A2c<A> implements Agent<A> {
  private final A2cSettings settings;
  private final SplitMix64 random;
  private final ActorCriticGraph<A> graph;
  private final Rollout rollout;
  private final float[][] sampled; // per worker
  private ActorCriticGraph<A>.Snapshot policy;
  private long steps;

  /**
   * @param environment one like those it will play: for its sizes
   * @param seed of the initial parameters and of exploration
   */
  public A2c(Environment<A> environment, A2cSettings settings, long seed) {
    this.settings = settings;
    this.random = new SplitMix64(seed);
    this.graph =
        new ActorCriticGraph<>(
            environment.stateSize(),
            environment.actions(),
            settings.network(),
            PolicyLoss.GRADIENT,
            new AdamSettings(settings.learningRate().at(0), 0.9, 0.999, 1e-5, settings.clipNorm()),
            random);
    this.policy = graph.read();
    this.sampled = new float[settings.workers()][];
    this.rollout =
        new Rollout(
            settings.workers(),
            settings.length(),
            environment.stateSize(),
            graph.distribution().actionSize());
  }

  @Override
  public String name() {
    return "a2c";
  }

  @Override
  public int workers() {
    return settings.workers();
  }

  @Override
  public A act(Observation observation) {
    return policy.best(observation.state());
  }

  @Override
  public A explore(int worker, Observation observation) {
    sampled[worker] = policy.sample(random, observation.state());
    return graph.distribution().action(sampled[worker]);
  }

  @Override
  public void learn(int worker, Observation observation, A action, Step step) {
    rollout.add(worker, observation.state(), sampled[worker], step);
    steps++;
    if (rollout.full()) {
      graph.update(
          batch(graph, rollout, settings.gamma(), settings.lambda()),
          settings.learningRate().at(steps),
          0);
      policy = graph.read();
      rollout.clear();
    }
  }

  /** A rollout with its advantages and returns, all of V at this moment. */
  static ActorCriticGraph.Batch batch(
      ActorCriticGraph<?> graph, Rollout rollout, double gamma, double lambda) {
    float[] values = graph.values(rollout.states(), rollout.rows());
    float[] next = graph.values(rollout.nextStates(), rollout.rows());
    float[] advantages = rollout.advantages(values, next, gamma, lambda);
    float[] returns = values.clone();
    for (int i = 0; i < returns.length; i++) {
      returns[i] += advantages[i];
    }
    return new ActorCriticGraph.Batch(
        rollout.rows(),
        rollout.states(),
        rollout.actions(),
        advantages,
        returns,
        new float[rollout.rows()]);
  }

  @Override
  public Weights snapshot() {
    return Snapshots.of(graph.parameters(), steps);
  }

  @Override
  public void restore(Weights snapshot) {
    steps = Snapshots.restore(graph.parameters(), snapshot);
    policy = graph.read();
  }

  @Override
  public void close() {
    graph.close();
  }
}
