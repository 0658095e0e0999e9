package io.pageturner.learning.agent.tabular;

import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.agent.EpsilonGreedy;
import io.pageturner.learning.agent.Snapshots;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tabular Q-learning with ε-greedy exploration; see the package. Used by one thread. */
public final class QLearning implements Agent<Integer> {
  private static final String TABLE = "q";

  private final QLearningSettings settings;
  private final EpsilonGreedy exploration;
  private final SplitMix64 random;
  private final float[][] q; // [cells][actions]
  private long steps;

  /**
   * A table of zeros.
   *
   * @param environment one like those it will play: for its sizes
   * @param seed of exploration
   */
  public QLearning(Environment<Integer> environment, QLearningSettings settings, long seed) {
    if (!(environment.actions() instanceof Space.Discrete space)) {
      throw new IllegalArgumentException(
          "a table needs Discrete actions, got " + environment.actions());
    }
    int axes = settings.discretisation().axes().size();
    if (axes != environment.stateSize()) {
      throw new IllegalArgumentException(
          "q-learning.discretisation has %d axes, the state has %d numbers"
              .formatted(axes, environment.stateSize()));
    }
    this.settings = settings;
    this.exploration = new EpsilonGreedy(settings.epsilon());
    this.random = new SplitMix64(seed);
    this.q = new float[settings.discretisation().cells()][space.count()];
  }

  @Override
  public String name() {
    return "q-learning";
  }

  @Override
  public Map<String, String> identity() {
    return Map.of("discretisation", settings.discretisation().axes().toString());
  }

  @Override
  public Integer act(Observation observation) {
    return EpsilonGreedy.argMax(values(observation));
  }

  @Override
  public Integer explore(int worker, Observation observation) {
    int actions = values(observation).length;
    return exploration.choose(random, steps, actions, () -> act(observation));
  }

  @Override
  public void learn(int worker, Observation observation, Integer action, Step step) {
    float[] next = values(step.next());
    double later = step.terminated() ? 0 : next[EpsilonGreedy.argMax(next)];
    float[] here = values(observation);
    double error = step.reward() + settings.gamma() * later - here[action];
    here[action] += (float) (settings.alpha().at(steps) * error);
    steps++;
  }

  /** Q of a state's cell [actions]. */
  private float[] values(Observation observation) {
    return q[settings.discretisation().cell(observation.state())];
  }

  @Override
  public Weights snapshot() {
    int actions = q[0].length;
    float[] flat = new float[q.length * actions];
    for (int cell = 0; cell < q.length; cell++) {
      System.arraycopy(q[cell], 0, flat, cell * actions, actions);
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(TABLE, new Tensor(new int[] {q.length, actions}, flat));
    tensors.put(Snapshots.STEPS, Snapshots.steps(steps));
    return Weights.of(tensors);
  }

  @Override
  public void restore(Weights snapshot) {
    int actions = q[0].length;
    Snapshots.requireShape(snapshot, TABLE, q.length, actions);
    steps = Snapshots.steps(snapshot);
    float[] flat = snapshot.tensor(TABLE).values();
    for (int cell = 0; cell < q.length; cell++) {
      System.arraycopy(flat, cell * actions, q[cell], 0, actions);
    }
  }

  /** Nothing native to free. */
  @Override
  public void close() {}
}
