package io.pageturner.learning.agent.curiosity;

import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Step;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An agent that learns from a bonus for what is new on top of each reward: any agent becomes
 * curious in it. What it is evaluated by stays the environment's own reward.
 *
 * <p>Closing it closes both.
 *
 * @param <A> type of an action
 */
public final class Curious<A> implements Agent<A> {
  private static final String PREFIX = "curiosity_";

  private final Agent<A> inner;
  private final RandomNetworkDistillation curiosity;

  public Curious(Agent<A> inner, RandomNetworkDistillation curiosity) {
    this.inner = inner;
    this.curiosity = curiosity;
  }

  @Override
  public String name() {
    return "curious-" + inner.name();
  }

  @Override
  public Map<String, String> identity() {
    return inner.identity();
  }

  @Override
  public int workers() {
    return inner.workers();
  }

  @Override
  public boolean asynchronous() {
    return inner.asynchronous();
  }

  @Override
  public void begin(int worker) {
    inner.begin(worker);
  }

  @Override
  public A act(Observation observation) {
    return inner.act(observation);
  }

  @Override
  public A explore(int worker, Observation observation) {
    return inner.explore(worker, observation);
  }

  @Override
  public void learn(int worker, Observation observation, A action, Step step) {
    double reward = step.reward() + curiosity.bonus(step.next().state());
    inner.learn(
        worker,
        observation,
        action,
        new Step(step.next(), reward, step.terminated(), step.truncated()));
  }

  /** Everything of the agent, and both networks of its curiosity; the running moments are not. */
  @Override
  public Weights snapshot() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(inner.snapshot().asMap());
    curiosity.weights().asMap().forEach((name, tensor) -> tensors.put(PREFIX + name, tensor));
    return Weights.of(tensors);
  }

  @Override
  public void restore(Weights snapshot) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    Map<String, Tensor> others = new LinkedHashMap<>();
    snapshot
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(PREFIX)) {
                own.put(name.substring(PREFIX.length()), tensor);
              } else {
                others.put(name, tensor);
              }
            });
    curiosity.requireFitting(Weights.of(own)); // Before anything changes.
    inner.restore(Weights.of(others));
    curiosity.restore(Weights.of(own));
  }

  @Override
  public void close() {
    try (curiosity) {
      inner.close();
    }
  }
}
