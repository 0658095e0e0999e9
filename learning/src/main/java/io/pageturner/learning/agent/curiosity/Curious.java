package io.pageturner.learning.agent.curiosity;

import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.environment.Step;
import java.util.random.RandomGenerator;

/**
 * An environment that pays a bonus for what is new on top of its own reward: any agent becomes
 * curious in it. Evaluate agents without it.
 *
 * @param <A> type of an action
 */
public final class Curious<A> implements Environment<A> {
  private final Environment<A> inner;
  private final RandomNetworkDistillation curiosity;

  /**
   * @param curiosity may be shared by the environments of several workers; the caller closes it
   */
  public Curious(Environment<A> inner, RandomNetworkDistillation curiosity) {
    this.inner = inner;
    this.curiosity = curiosity;
  }

  @Override
  public int stateSize() {
    return inner.stateSize();
  }

  @Override
  public Space<A> actions() {
    return inner.actions();
  }

  @Override
  public Observation reset(RandomGenerator random) {
    return inner.reset(random);
  }

  @Override
  public Step step(A action) {
    Step step = inner.step(action);
    double bonus = curiosity.bonus(step.next().state());
    return new Step(step.next(), step.reward() + bonus, step.terminated(), step.truncated());
  }
}
