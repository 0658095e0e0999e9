package io.pageturner.learning.agent.actorcritic;

import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.agent.Snapshots;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.lifecycle.Weights;
import java.util.Map;

/**
 * Advantage actor-critic with synchronous workers; see the package.
 *
 * <p>Used by one thread.
 *
 * @param <A> type of an action: {@code Integer} or {@code float[]}
 */
public final class A2c<A> implements Agent<A> {
  private final A2cSettings settings;
  private final ActorCriticGraph<A> graph;
  private final Workers<A> workers;
  private long steps;

  /**
   * @param environment one like those it will play: for its sizes
   * @param seed of the initial parameters and of exploration
   */
  public A2c(Environment<A> environment, A2cSettings settings, long seed) {
    this.settings = settings;
    SplitMix64 random = new SplitMix64(seed);
    this.graph =
        new ActorCriticGraph<>(
            environment.stateSize(),
            environment.actions(),
            settings.network(),
            PolicyLoss.GRADIENT,
            new AdamSettings(settings.learningRate().at(0), 0.9, 0.999, 1e-5, settings.clipNorm()),
            random);
    this.workers = new Workers<>(graph, settings.workers(), settings.length(), random);
  }

  @Override
  public String name() {
    return "a2c";
  }

  @Override
  public Map<String, String> identity() {
    return graph.identity();
  }

  @Override
  public int workers() {
    return settings.workers();
  }

  @Override
  public void begin(int worker) {
    workers.forget(worker);
  }

  @Override
  public A act(Observation observation) {
    return workers.policy().best(observation.state());
  }

  @Override
  public A explore(int worker, Observation observation) {
    return workers.explore(worker, observation);
  }

  @Override
  public void learn(int worker, Observation observation, A action, Step step) {
    steps++;
    if (workers.add(worker, observation, step)) {
      graph.update(
          workers.batch(settings.gamma(), settings.lambda()), settings.learningRate().at(steps), 0);
      workers.begin(graph.read());
    }
  }

  @Override
  public Weights snapshot() {
    return Snapshots.of(graph.parameters(), steps);
  }

  @Override
  public void restore(Weights snapshot) {
    steps = Snapshots.restore(graph.parameters(), snapshot);
    workers.begin(graph.read());
  }

  @Override
  public void close() {
    graph.close();
  }
}
