package io.pageturner.learning.agent.ddpg;

import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.agent.Snapshots;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.network.MlpForward;
import io.pageturner.learning.replay.NStep;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.VectorReplay;
import io.pageturner.learning.tensorflow.Computation;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.lifecycle.Weights;
import java.util.Map;

/**
 * Deep deterministic policy gradient over box actions; see the package.
 *
 * <p>Used by one thread.
 */
public final class Ddpg implements Agent<float[]> {
  private final DdpgSettings settings;
  private final Space.Box space;
  private final SplitMix64 random;
  private final Computation computation = new Computation();
  private final Parameters parameters = new Parameters(computation);
  private final DdpgGraph graph;
  private final NStep nStep;
  private final VectorReplay replay;
  private final VectorReplay.Batch batch;
  private MlpForward actor;
  private float[] noise;
  private float[] lastUnit;
  private long steps;
  private long learnFrom;

  /**
   * @param environment one like those it will play: for its sizes
   * @param seed of the initial parameters, of exploration and of draws from the replay
   */
  public Ddpg(Environment<float[]> environment, DdpgSettings settings, long seed) {
    this.settings = settings;
    this.learnFrom = settings.learningStarts();
    this.space = (Space.Box) environment.actions();
    this.random = new SplitMix64(seed);
    int stateSize = environment.stateSize();
    try {
      this.graph =
          new DdpgGraph(computation, parameters, stateSize, space.size(), settings, random);
      parameters.initialise();
      graph.copyToTargets();
      this.actor = readActor();
    } catch (RuntimeException e) {
      computation.close();
      throw e;
    }
    this.nStep = new NStep(settings.nStep(), settings.gamma());
    this.replay =
        new VectorReplay(stateSize, space.size(), settings.replayCapacity(), settings.sampling());
    this.batch = replay.batch(settings.batchSize());
    this.noise = new float[space.size()];
    this.lastUnit = noise;
  }

  @Override
  public String name() {
    return "ddpg";
  }

  @Override
  public Map<String, String> identity() {
    return Map.of("actions", space.toString(), "activation", graph.actor().activation().name());
  }

  @Override
  public void begin(int worker) {
    nStep.clear();
    noise = new float[space.size()];
  }

  @Override
  public float[] act(Observation observation) {
    return space.ofUnit(unit(observation));
  }

  /** μ(s) on the unit scale. */
  private float[] unit(Observation observation) {
    float[] unit = actor.apply(observation.state());
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) Math.tanh(unit[i]);
    }
    return unit;
  }

  @Override
  public float[] explore(int worker, Observation observation) {
    lastUnit = steps < settings.learningStarts() ? anything() : nearby(observation);
    return space.ofUnit(lastUnit);
  }

  private float[] anything() {
    float[] unit = new float[space.size()];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = random.nextFloat(-1, 1);
    }
    return unit;
  }

  private float[] nearby(Observation observation) {
    noise = settings.noise().next(random, noise);
    float[] unit = unit(observation);
    for (int i = 0; i < unit.length; i++) {
      unit[i] = Math.max(-1, Math.min(1, unit[i] + noise[i]));
    }
    return unit;
  }

  @Override
  public void learn(int worker, Observation observation, float[] action, Step step) {
    nStep.add(
        observation.state(),
        lastUnit,
        step.reward(),
        step.next().state(),
        step.terminated(),
        step.done(),
        replay::add);
    steps++;
    if (step.done()) {
      noise = new float[space.size()];
    }
    if (steps >= learnFrom && steps % settings.trainEvery() == 0 && replay.size() > 0) {
      replay.sample(random, batch);
      update(batch);
      actor = readActor();
    }
  }

  DdpgGraph.Update update(VectorReplay.Batch from) {
    DdpgGraph.Update update =
        graph.update(from, settings.actorRate().at(steps), settings.criticRate().at(steps));
    if (!Float.isFinite(update.criticLoss()) || !Float.isFinite(update.actorLoss())) {
      throw new IllegalStateException(
          "ddpg has diverged: its losses are "
              + update.criticLoss()
              + " and "
              + update.actorLoss());
    }
    replay.learned(from, update.errors());
    return update;
  }

  private MlpForward readActor() {
    return new MlpForward(graph.actor(), parameters.read(graph.actor().parameters()));
  }

  @Override
  public Weights snapshot() {
    return Snapshots.of(parameters, steps);
  }

  @Override
  public void restore(Weights snapshot) {
    steps = Snapshots.restore(parameters, snapshot);
    learnFrom = steps + settings.learningStarts(); // The replay is not in the snapshot.
    actor = readActor();
  }

  @Override
  public void close() {
    computation.close();
  }
}
