package io.pageturner.learning.agent.linear;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * V and A as linear models over a frozen embedding of the state; see the package.
 *
 * <p>φ(s) has S numbers, c(a) has F: w has 1 + S weights, w_A F·(1 + S). Used by one thread.
 */
public final class LinearHeads {
  private final double gamma;
  private final Link link;
  private final int inputs; // 1 + S
  private final int features; // F
  private final LinearModel value;
  private final LinearModel advantage;

  /**
   * What followed a step.
   *
   * @param embedding φ(s') [S]
   * @param actions c(a') of each action that may be taken there [F]; empty when none is known, and
   *     then Q(s', μ(s')) counts as V(s')
   */
  public record Next(float[] embedding, List<float[]> actions) {
    public Next {
      actions = List.copyOf(actions);
    }
  }

  /**
   * Heads that know nothing: all weights are 0.
   *
   * @param embedding S, numbers of φ(s)
   * @param features F, numbers of c(a)
   */
  public LinearHeads(int embedding, int features, LinearHeadsSettings settings) {
    this.gamma = settings.gamma();
    this.link = settings.link();
    this.inputs = 1 + embedding;
    this.features = features;
    this.value = settings.value().model(inputs);
    this.advantage = settings.advantage().model(features * inputs);
  }

  /** V(s). */
  public double value(float[] embedding) {
    return link.of(value.score(x(embedding)));
  }

  /** Q(s, a) of each action, given as its c(a) [F]. */
  public double[] values(float[] embedding, List<float[]> actions) {
    float[] x = x(embedding);
    double v = value.score(x);
    return actions.stream()
        .mapToDouble(action -> link.of(v + advantage.score(crossed(action, x))))
        .toArray();
  }

  /** Learns V from the terminal step of any policy. */
  public void learnValue(float[] embedding, double reward) {
    stepValue(x(embedding), reward);
  }

  /** Learns V from a step of any policy. */
  public void learnValue(float[] embedding, double reward, Next next) {
    stepValue(x(embedding), reward + gamma * value(next.embedding()));
  }

  /** Learns V and A from the agent's own terminal step. */
  public void learn(float[] embedding, float[] action, double reward) {
    step(x(embedding), action, reward, reward);
  }

  /** Learns V and A from the agent's own step. */
  public void learn(float[] embedding, float[] action, double reward, Next next) {
    double v = value(next.embedding());
    double best = Arrays.stream(values(next.embedding(), next.actions())).max().orElse(v);
    step(x(embedding), action, reward + gamma * v, reward + gamma * best);
  }

  /** Both from the same moment: A's slope is taken before V moves. */
  private void step(float[] x, float[] action, double valueTarget, double target) {
    float[] crossed = crossed(action, x);
    double slope = slope(value.score(x) + advantage.score(crossed), target);
    stepValue(x, valueTarget);
    advantage.learn(crossed, slope);
  }

  private void stepValue(float[] x, double target) {
    value.learn(x, slope(value.score(x), target));
  }

  private double slope(double score, double target) {
    if (!link.admits(target)) {
      throw new IllegalArgumentException(
          "linear-heads.link %s cannot learn the target r + γ·V(s') = %s".formatted(link, target));
    }
    return link.of(score) - target;
  }

  /** [1, φ(s)]. */
  private float[] x(float[] embedding) {
    if (embedding.length != inputs - 1) {
      throw new IllegalArgumentException(
          "embedding must have %d numbers, had %d".formatted(inputs - 1, embedding.length));
    }
    float[] x = new float[inputs];
    x[0] = 1;
    System.arraycopy(embedding, 0, x, 1, embedding.length);
    return x;
  }

  /** c(a) ⊗ x. */
  private float[] crossed(float[] action, float[] x) {
    if (action.length != features) {
      throw new IllegalArgumentException(
          "action must have %d features, had %d".formatted(features, action.length));
    }
    float[] crossed = new float[features * inputs];
    for (int i = 0; i < features; i++) {
      for (int j = 0; j < inputs && action[i] != 0; j++) {
        crossed[i * inputs + j] = action[i] * x[j];
      }
    }
    return crossed;
  }

  /** All that was learned, by name; the arrays are the models' own. */
  Map<String, float[]> memory() {
    Map<String, float[]> memory = new LinkedHashMap<>();
    value.memory().forEach((name, array) -> memory.put("value_" + name, array));
    advantage.memory().forEach((name, array) -> memory.put("advantage_" + name, array));
    return memory;
  }
}
