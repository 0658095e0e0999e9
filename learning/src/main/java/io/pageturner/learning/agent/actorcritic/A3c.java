package io.pageturner.learning.agent.actorcritic;

import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.agent.Snapshots;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asynchronous advantage actor-critic: each worker, in a thread of its own, plays with a copy of
 * the parameters, sends the gradients of its last steps to the shared ones and takes those up; see
 * the package.
 *
 * <p>Safe for as many threads as it has workers, one a worker.
 *
 * @param <A> type of an action: {@code Integer} or {@code float[]}
 */
public final class A3c<A> implements Agent<A> {
  private static final String SQUARES = "rms_";

  private final A3cSettings settings;
  private final List<Worker> workers = new ArrayList<>();
  private final SharedParameters shared;
  private final AtomicLong steps = new AtomicLong();
  private final Newest<ActorCriticGraph<A>.Snapshot> latest = new Newest<>();

  /**
   * @param environment one like those it will play: for its sizes
   * @param seed of the initial parameters and of exploration; threads race, so that a run with the
   *     same seed does not repeat exactly
   */
  public A3c(Environment<A> environment, A3cSettings settings, long seed) {
    this.settings = settings;
    SplitMix64 seeds = new SplitMix64(seed);
    try {
      for (int worker = 0; worker < settings.workers(); worker++) {
        workers.add(new Worker(environment, new SplitMix64(seeds.nextLong())));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    ActorCriticGraph<A> first = workers.get(0).graph;
    Map<String, float[]> initial = first.parameters().read(first.learned());
    this.shared = new SharedParameters(first.learned(), initial, settings);
    takeUp(shared.version());
  }

  private void takeUp(SharedParameters.Version version) {
    workers.forEach(worker -> worker.takeUp(version));
  }

  @Override
  public String name() {
    return "a3c";
  }

  @Override
  public Map<String, String> identity() {
    return workers.get(0).graph.identity();
  }

  @Override
  public int workers() {
    return settings.workers();
  }

  @Override
  public boolean asynchronous() {
    return true;
  }

  @Override
  public void begin(int worker) {
    workers.get(worker).player.forget(0);
  }

  @Override
  public A act(Observation observation) {
    return latest.get().best(observation.state());
  }

  @Override
  public A explore(int worker, Observation observation) {
    return workers.get(worker).player.explore(0, observation);
  }

  @Override
  public void learn(int worker, Observation observation, A action, Step step) {
    workers.get(worker).learn(observation, step);
  }

  /** One thread's copy of the networks with its last steps. */
  private final class Worker {
    private final ActorCriticGraph<A> graph;
    private final Workers<A> player; // A company of one.

    Worker(Environment<A> environment, SplitMix64 random) {
      this.graph =
          new ActorCriticGraph<>(
              environment.stateSize(),
              environment.actions(),
              settings.network(),
              PolicyLoss.GRADIENT,
              AdamSettings.of(settings.learningRate().at(0), settings.clipNorm()), // Not used.
              random);
      this.player = new Workers<>(graph, 1, settings.length(), random);
    }

    void learn(Observation observation, Step step) {
      long now = steps.incrementAndGet();
      if (player.add(0, observation, step)) {
        ActorCriticGraph.Batch batch = player.batch(settings.gamma(), settings.lambda());
        takeUp(shared.descend(graph.gradients(batch), settings.learningRate().at(now)));
      }
    }

    /** Plays on by these parameters, and publishes them unless another worker has newer ones. */
    void takeUp(SharedParameters.Version version) {
      graph.parameters().write(version.values());
      player.begin(graph.snapshot(version.values()));
      latest.offer(version.number(), player.policy());
    }
  }

  /** At one moment of the shared parameters when no worker runs. */
  @Override
  public Weights snapshot() {
    Map<String, float[]> values = shared.version().values();
    Map<String, float[]> squares = shared.squares();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : workers.get(0).graph.learned()) {
      String name = parameter.name();
      tensors.put(name, new Tensor(parameter.shape(), values.get(name)));
      tensors.put(SQUARES + name, new Tensor(parameter.shape(), squares.get(name)));
    }
    tensors.put(Snapshots.STEPS, Snapshots.steps(steps.get()));
    return Weights.of(tensors);
  }

  /** As {@link Agent#restore}; not while workers run. */
  @Override
  public void restore(Weights snapshot) {
    Map<String, float[]> values = new LinkedHashMap<>();
    Map<String, float[]> squares = new LinkedHashMap<>();
    for (Parameter parameter : workers.get(0).graph.learned()) {
      String name = parameter.name();
      Snapshots.requireShape(snapshot, name, parameter.shape());
      Snapshots.requireShape(snapshot, SQUARES + name, parameter.shape());
      values.put(name, snapshot.tensor(name).values());
      squares.put(name, snapshot.tensor(SQUARES + name).values());
    }
    steps.set(Snapshots.steps(snapshot));
    shared.set(values, squares);
    takeUp(shared.version());
  }

  @Override
  public void close() {
    workers.forEach(worker -> worker.graph.close());
  }
}
