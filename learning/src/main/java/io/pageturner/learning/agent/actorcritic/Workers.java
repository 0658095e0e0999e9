package io.pageturner.learning.agent.actorcritic;

import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Step;
import java.util.random.RandomGenerator;

/**
 * Workers that act by one policy, which stays as it is until their rollout is full and learned
 * from. Used by one thread.
 *
 * @param <A> type of an action
 */
final class Workers<A> {
  private final ActorCriticGraph<A> graph;
  private final RandomGenerator random;
  private final Rollout rollout;
  private final float[][] sampled; // per worker
  private ActorCriticGraph<A>.Snapshot policy;

  /**
   * @param count environments side by side
   * @param length steps of each until the rollout is full
   * @param random of the actions
   */
  Workers(ActorCriticGraph<A> graph, int count, int length, RandomGenerator random) {
    this.graph = graph;
    this.random = random;
    this.rollout = new Rollout(count, length, graph.stateSize(), graph.distribution().actionSize());
    this.sampled = new float[count][];
    this.policy = graph.read();
  }

  /** What they act by now. */
  ActorCriticGraph<A>.Snapshot policy() {
    return policy;
  }

  A explore(int worker, Observation observation) {
    sampled[worker] = policy.sample(random, observation.state());
    return graph.distribution().action(sampled[worker]);
  }

  /** Notes what a worker's last action led to; true when the rollout is full with it. */
  boolean add(int worker, Observation observation, Step step) {
    rollout.add(worker, observation.state(), sampled[worker], step);
    return rollout.full();
  }

  /** The full rollout with its advantages and returns. */
  ActorCriticGraph.Batch batch(double gamma, double lambda) {
    return graph.batch(rollout, gamma, lambda);
  }

  /** Forgets what a worker did since the rollout began. */
  void forget(int worker) {
    rollout.clear(worker);
  }

  /** Begins a new rollout by another policy. */
  void begin(ActorCriticGraph<A>.Snapshot next) {
    policy = next;
    rollout.clear();
  }
}
