package io.pageturner.learning.agent;

import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.environment.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/** Worlds in which the best action is known at sight; every episode has {@link #LENGTH} steps. */
public final class Worlds {
  public static final int LENGTH = 10;

  private Worlds() {}

  /** Name the state: the state is one of three, one-hot; action i pays 1 in state i. Best is 10. */
  public static final class Naming extends World<Integer> {
    private int shown;

    @Override
    public int stateSize() {
      return 3;
    }

    @Override
    public Space<Integer> actions() {
      return new Space.Discrete(3);
    }

    @Override
    Observation draw(RandomGenerator random) {
      shown = random.nextInt(3);
      float[] state = new float[3];
      state[shown] = 1;
      return Observation.of(state);
    }

    @Override
    double pay(Integer action) {
      return action == shown ? 1 : 0;
    }
  }

  /** Meet the state: x ∈ [−1, 1] is shown, action a ∈ [−2, 2] pays 1 − (a − x)². Best is 10. */
  public static final class Meeting extends World<float[]> {
    private float shown;

    @Override
    public int stateSize() {
      return 1;
    }

    @Override
    public Space<float[]> actions() {
      return new Space.Box(-2, 2);
    }

    @Override
    Observation draw(RandomGenerator random) {
      shown = random.nextFloat(-1, 1);
      return Observation.of(shown);
    }

    @Override
    double pay(float[] action) {
      return 1 - (action[0] - shown) * (action[0] - shown);
    }
  }

  /** Pick the candidate whose feature is like the state's sign: one to four are listed. */
  public static final class Picking extends World<Integer> {
    private final List<float[]> listed = new ArrayList<>();
    private float sign;

    @Override
    public int stateSize() {
      return 1;
    }

    @Override
    public Space<Integer> actions() {
      return new Space.Candidates(4, 1);
    }

    @Override
    Observation draw(RandomGenerator random) {
      sign = random.nextBoolean() ? 1 : -1;
      listed.clear();
      int others = random.nextInt(4);
      for (int i = 0; i < others; i++) {
        listed.add(new float[] {-sign});
      }
      listed.add(random.nextInt(others + 1), new float[] {sign});
      return new Observation(new float[] {sign}, listed);
    }

    @Override
    double pay(Integer action) {
      return listed.get(action)[0] == sign ? 1 : 0;
    }
  }

  /** Say whether two signs agree: the state is two of ±1, action 1 pays where they are equal. */
  public static final class Agreeing extends World<Integer> {
    private boolean agree;

    @Override
    public int stateSize() {
      return 2;
    }

    @Override
    public Space<Integer> actions() {
      return new Space.Discrete(2);
    }

    @Override
    Observation draw(RandomGenerator random) {
      float first = random.nextBoolean() ? 1 : -1;
      float second = random.nextBoolean() ? 1 : -1;
      agree = first == second;
      return Observation.of(first, second);
    }

    @Override
    double pay(Integer action) {
      return action == (agree ? 1 : 0) ? 1 : 0;
    }
  }

  /**
   * A world that pays each reward some steps late, what is owed at the end at once: the state does
   * not tell what is owed.
   */
  public static final class Late<A> implements Environment<A> {
    private final Environment<A> inner;
    private final int steps;
    private final Deque<Double> owed = new ArrayDeque<>();

    public Late(Environment<A> inner, int steps) {
      this.inner = inner;
      this.steps = steps;
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
      owed.clear();
      return inner.reset(random);
    }

    @Override
    public Step step(A action) {
      Step step = inner.step(action);
      owed.add(step.reward());
      double paid = owed.size() > steps ? owed.remove() : 0;
      while (step.done() && !owed.isEmpty()) {
        paid += owed.remove();
      }
      return new Step(step.next(), paid, step.terminated(), step.truncated());
    }
  }

  /** What is common: chance, and the episode's length. */
  private abstract static class World<A> implements Environment<A> {
    private RandomGenerator chance;
    private int steps;

    abstract Observation draw(RandomGenerator random);

    abstract double pay(A action);

    @Override
    public Observation reset(RandomGenerator random) {
      chance = random;
      steps = 0;
      return draw(chance);
    }

    @Override
    public Step step(A action) {
      double reward = pay(action);
      boolean over = ++steps == LENGTH;
      return new Step(draw(chance), reward, over, false);
    }
  }
}
