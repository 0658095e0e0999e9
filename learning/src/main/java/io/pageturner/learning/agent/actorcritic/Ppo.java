package io.pageturner.learning.agent.actorcritic;

import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.agent.Snapshots;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.lifecycle.Weights;
import java.util.Arrays;
import java.util.Map;

/**
 * Proximal policy optimisation with the clipped objective; see the package.
 *
 * <p>Used by one thread.
 *
 * @param <A> type of an action: {@code Integer} or {@code float[]}
 */
public final class Ppo<A> implements Agent<A> {
  private final PpoSettings settings;
  private final SplitMix64 random;
  private final ActorCriticGraph<A> graph;
  private final Workers<A> workers;
  private long steps;

  /**
   * @param environment one like those it will play: for its sizes
   * @param seed of the initial parameters, of exploration and of the batches' order
   */
  public Ppo(Environment<A> environment, PpoSettings settings, long seed) {
    this.settings = settings;
    this.random = new SplitMix64(seed);
    this.graph =
        new ActorCriticGraph<>(
            environment.stateSize(),
            environment.actions(),
            settings.network(),
            PolicyLoss.CLIPPED,
            new AdamSettings(settings.learningRate().at(0), 0.9, 0.999, 1e-5, settings.clipNorm()),
            random);
    this.workers = new Workers<>(graph, settings.workers(), settings.length(), random);
  }

  @Override
  public String name() {
    return "ppo";
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
      train(workers.batch(settings.gamma(), settings.lambda()));
      workers.begin(graph.read());
    }
  }

  private void train(ActorCriticGraph.Batch all) {
    float[] oldLog = graph.log(all.states(), all.actions(), all.rows());
    int[] order = new int[all.rows()];
    Arrays.setAll(order, i -> i);
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      shuffle(order);
      for (int from = 0; from + 2 <= order.length; from += settings.batchSize()) {
        int to = Math.min(order.length, from + settings.batchSize());
        graph.update(
            rows(all, oldLog, Arrays.copyOfRange(order, from, to)),
            settings.learningRate().at(steps),
            settings.clip().at(steps));
      }
    }
  }

  private void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  /** Some rows, their advantages normalised among themselves. */
  private ActorCriticGraph.Batch rows(ActorCriticGraph.Batch all, float[] oldLog, int[] chosen) {
    return new ActorCriticGraph.Batch(
        chosen.length,
        rows(all.states(), graph.stateSize(), chosen),
        rows(all.actions(), graph.distribution().actionSize(), chosen),
        normalised(rows(all.advantages(), 1, chosen)),
        rows(all.returns(), 1, chosen),
        rows(oldLog, 1, chosen));
  }

  private static float[] rows(float[] of, int width, int[] chosen) {
    float[] rows = new float[chosen.length * width];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(of, chosen[i] * width, rows, i * width, width);
    }
    return rows;
  }

  /** Mean 0 and standard deviation 1. */
  static float[] normalised(float[] x) {
    double mean = 0;
    for (float each : x) {
      mean += each / (double) x.length;
    }
    double squares = 0;
    for (float each : x) {
      squares += (each - mean) * (each - mean);
    }
    double deviation = Math.sqrt(squares / (x.length - 1)) + 1e-8;
    float[] normalised = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      normalised[i] = (float) ((x[i] - mean) / deviation);
    }
    return normalised;
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
