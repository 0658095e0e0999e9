package io.pageturner.learning.agent.linear;

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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@link LinearHeads} that act greedily, over discrete actions or lists of candidates; see the
 * package. Used by one thread.
 */
public final class LinearAgent implements Agent<Integer> {
  private final Embedding embedding;
  private final LinearHeads heads;
  private final Link link;
  private final EpsilonGreedy exploration;
  private final SplitMix64 random;
  private final List<float[]> discrete; // One-hot; empty for candidates.
  private long steps;

  /**
   * @param environment one like those it will play: for its sizes
   * @param embedding φ of the environment's states
   * @param seed of exploration
   */
  public LinearAgent(
      Environment<Integer> environment,
      Embedding embedding,
      LinearHeadsSettings settings,
      long seed) {
    this.embedding = embedding;
    this.link = settings.link();
    this.exploration = new EpsilonGreedy(settings.epsilon());
    this.random = new SplitMix64(seed);
    int size = embedding.of(new float[environment.stateSize()]).length;
    if (environment.actions() instanceof Space.Discrete space) {
      this.discrete =
          IntStream.range(0, space.count()).mapToObj(i -> oneHot(i, space.count())).toList();
      this.heads = new LinearHeads(size, space.count(), settings);
    } else {
      this.discrete = List.of();
      Space.Candidates space = (Space.Candidates) environment.actions();
      this.heads = new LinearHeads(size, space.features(), settings);
    }
  }

  private static float[] oneHot(int at, int size) {
    float[] vector = new float[size];
    vector[at] = 1;
    return vector;
  }

  @Override
  public String name() {
    return "linear-heads";
  }

  @Override
  public Map<String, String> identity() {
    return Map.of("link", link.name(), "actions", discrete.isEmpty() ? "candidates" : "discrete");
  }

  private List<float[]> actions(Observation observation) {
    return discrete.isEmpty() ? observation.candidates() : discrete;
  }

  /** Q(s, ·) [actions]. */
  public double[] values(Observation observation) {
    return heads.values(embedding.of(observation.state()), actions(observation));
  }

  @Override
  public Integer act(Observation observation) {
    double[] q = values(observation);
    int best = 0;
    for (int i = 1; i < q.length; i++) {
      best = q[i] > q[best] ? i : best;
    }
    return best;
  }

  @Override
  public Integer explore(int worker, Observation observation) {
    int choices = actions(observation).size();
    return exploration.choose(random, steps, choices, () -> act(observation));
  }

  @Override
  public void learn(int worker, Observation observation, Integer action, Step step) {
    float[] s = embedding.of(observation.state());
    float[] taken = actions(observation).get(action);
    if (step.terminated()) {
      heads.learn(s, taken, step.reward());
    } else {
      float[] later = embedding.of(step.next().state());
      heads.learn(s, taken, step.reward(), new LinearHeads.Next(later, actions(step.next())));
    }
    steps++;
  }

  @Override
  public Weights snapshot() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    heads
        .memory()
        .forEach((name, array) -> tensors.put(name, new Tensor(new int[] {array.length}, array)));
    tensors.put(Snapshots.STEPS, Snapshots.steps(steps));
    return Weights.of(tensors);
  }

  @Override
  public void restore(Weights snapshot) {
    Map<String, float[]> memory = heads.memory();
    memory.forEach((name, array) -> Snapshots.requireShape(snapshot, name, array.length));
    steps = Snapshots.steps(snapshot);
    memory.forEach(
        (name, array) ->
            System.arraycopy(snapshot.tensor(name).values(), 0, array, 0, array.length));
  }

  /** Nothing native to free. */
  @Override
  public void close() {}
}
