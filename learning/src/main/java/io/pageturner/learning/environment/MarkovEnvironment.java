package io.pageturner.learning.environment;

import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** {@link Environment#of}: keeps what was seen last, and nothing else. */
final class MarkovEnvironment<A> implements Environment<A> {
  private final Space<A> actions;
  private final Function<RandomGenerator, Observation> start;
  private final Dynamics<A> dynamics;
  private final int stateSize;
  private Observation seen;
  private RandomGenerator random;

  MarkovEnvironment(
      Space<A> actions, Function<RandomGenerator, Observation> start, Dynamics<A> dynamics) {
    this.actions = actions;
    this.start = start;
    this.dynamics = dynamics;
    this.stateSize = start.apply(new SplittableRandom(0)).state().length;
  }

  @Override
  public int stateSize() {
    return stateSize;
  }

  @Override
  public Space<A> actions() {
    return actions;
  }

  @Override
  public Observation reset(RandomGenerator chance) {
    random = chance;
    seen = start.apply(chance);
    return seen;
  }

  @Override
  public Step step(A action) {
    if (seen == null) {
      throw new IllegalStateException("an environment is reset before its first step");
    }
    Step step = dynamics.step(seen, action, random);
    seen = step.next();
    return step;
  }
}
