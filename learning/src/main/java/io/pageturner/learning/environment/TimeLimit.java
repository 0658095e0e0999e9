package io.pageturner.learning.environment;

import java.util.random.RandomGenerator;

/**
 * An environment whose episodes are truncated after a number of steps.
 *
 * @param <A> type of an action
 */
public final class TimeLimit<A> implements Environment<A> {
  private final Environment<A> inner;
  private final int limit;
  private int steps;

  /**
   * @param limit steps of the longest episode
   */
  public TimeLimit(Environment<A> inner, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be 1 or more, was " + limit);
    }
    this.inner = inner;
    this.limit = limit;
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
    steps = 0;
    return inner.reset(random);
  }

  @Override
  public Step step(A action) {
    Step step = inner.step(action);
    boolean over = ++steps >= limit && !step.terminated();
    return new Step(step.next(), step.reward(), step.terminated(), step.truncated() || over);
  }
}
