package io.pageturner.learning.agent.dqn;

import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.agent.EpsilonGreedy;
import io.pageturner.learning.agent.Snapshots;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.replay.NStep;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.VectorReplay;
import io.pageturner.learning.tensorflow.Computation;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.lifecycle.Weights;
import java.util.Map;

/**
 * Deep Q-learning over discrete actions or lists of candidates; see the package.
 *
 * <p>Used by one thread.
 */
public final class Dqn implements Agent<Integer> {
  private final DqnSettings settings;
  private final EpsilonGreedy exploration;
  private final SplitMix64 random;
  private final Computation computation = new Computation();
  private final Parameters parameters = new Parameters(computation);
  private final QNetwork network;
  private final DqnGraph graph;
  private final NStep nStep;
  private final VectorReplay replay;
  private final VectorReplay.Batch batch;
  private QNetwork.Forward forward;
  private boolean targetIsBehind;
  private long steps;
  private long learnFrom;

  /**
   * @param environment one like those it will play: for its sizes
   * @param seed of the initial parameters, of exploration and of draws from the replay
   */
  public Dqn(Environment<Integer> environment, DqnSettings settings, long seed) {
    this.settings = settings;
    this.learnFrom = settings.learningStarts();
    this.exploration = new EpsilonGreedy(settings.epsilon());
    this.random = new SplitMix64(seed);
    try {
      this.network = network("q", environment, random);
      QNetwork target = network("target_q", environment, random);
      this.graph = new DqnGraph(computation, parameters, network, target, settings);
      parameters.initialise();
      graph.copyToTarget();
      this.forward = readForward();
    } catch (RuntimeException e) {
      computation.close();
      throw e;
    }
    this.nStep = new NStep(settings.nStep(), settings.gamma());
    this.replay =
        new VectorReplay(network.inputSize(), 1, settings.replayCapacity(), settings.sampling());
    this.batch = replay.batch(settings.batchSize());
  }

  private QNetwork network(String name, Environment<Integer> environment, SplitMix64 initial) {
    int stateSize = environment.stateSize();
    if (environment.actions() instanceof Space.Discrete space) {
      return StateQ.create(parameters, name, initial, stateSize, space.count(), settings);
    }
    Space.Candidates space = (Space.Candidates) environment.actions();
    return CandidateQ.create(parameters, name, initial, stateSize, space, settings);
  }

  @Override
  public String name() {
    return "dqn";
  }

  @Override
  public Map<String, String> identity() {
    return network.identity();
  }

  @Override
  public void begin(int worker) {
    nStep.clear();
  }

  @Override
  public Integer act(Observation observation) {
    return EpsilonGreedy.argMax(forward.apply(observation));
  }

  @Override
  public Integer explore(int worker, Observation observation) {
    int choices = network.choices(observation);
    return exploration.choose(random, steps, choices, () -> act(observation));
  }

  @Override
  public void learn(int worker, Observation observation, Integer action, Step step) {
    nStep.add(
        network.input(observation),
        new float[] {action},
        step.reward(),
        network.next(step),
        step.terminated(),
        step.done(),
        replay::add);
    steps++;
    if (targetIsBehind && steps % settings.targetEvery() == 0) {
      graph.copyToTarget();
      targetIsBehind = false;
    }
    if (steps >= learnFrom && steps % settings.trainEvery() == 0 && replay.size() > 0) {
      train();
    }
  }

  private void train() {
    for (int i = 0; i < settings.gradientSteps(); i++) {
      replay.sample(random, batch);
      update(batch);
    }
    forward = readForward();
    targetIsBehind = true;
  }

  DqnGraph.Update update(VectorReplay.Batch from) {
    DqnGraph.Update update = graph.update(from, settings.learningRate().at(steps));
    if (!Float.isFinite(update.loss())) {
      throw new IllegalStateException("dqn has diverged: its loss is " + update.loss());
    }
    replay.learned(from, update.errors());
    return update;
  }

  /** Q(s, ·) [choices]. */
  public float[] values(Observation observation) {
    return forward.apply(observation);
  }

  /** The same by TensorFlow. */
  float[] graphValues(Observation observation) {
    return graph.q(network.input(observation), 1);
  }

  private QNetwork.Forward readForward() {
    return network.forward(parameters.read(network.parameters()));
  }

  @Override
  public Weights snapshot() {
    return Snapshots.of(parameters, steps);
  }

  @Override
  public void restore(Weights snapshot) {
    steps = Snapshots.restore(parameters, snapshot);
    learnFrom = steps + settings.learningStarts(); // The replay is not in the snapshot.
    forward = readForward();
  }

  @Override
  public void close() {
    computation.close();
  }
}
