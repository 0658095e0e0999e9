package io.pageturner.learning.agent.actorcritic;

import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.network.Mlp;
import io.pageturner.learning.network.MlpForward;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.learning.tensorflow.Computation;
import io.pageturner.learning.tensorflow.Descent;
import io.pageturner.learning.tensorflow.Objective;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.learning.tensorflow.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * A policy and V as one graph with the loss of the package's page, its step and its gradients.
 *
 * <p>Used by one thread; closing it frees its native memory.
 *
 * @param <A> type of an action
 */
final class ActorCriticGraph<A> implements AutoCloseable {
  private static final String OBJECTIVE = "step";

  private final Computation computation = new Computation();
  private final Ops tf = computation.tf();
  private final Parameters parameters = new Parameters(computation);
  private final int stateSize;
  private final Map<String, String> identity;
  private final Distribution<A> distribution;
  private final Mlp policy;
  private final List<Parameter> learned = new ArrayList<>();
  private final Operand<TFloat32> states; // [batch, states]
  private final Operand<TFloat32> actions; // [batch, actions]
  private final Operand<TFloat32> advantages; // [batch]
  private final Operand<TFloat32> returns; // [batch]
  private final Operand<TFloat32> oldLog; // [batch]
  private final Operand<TFloat32> clip; // []
  private final Operand<TFloat32> values; // [batch]
  private final Operand<TFloat32> log; // [batch]
  private final Operand<TFloat32> loss; // []
  private final Operand<TFloat32> learningRate; // []
  private final List<Operand<TFloat32>> gradients = new ArrayList<>();
  private final Op step;

  /**
   * Rows to learn from.
   *
   * @param oldLog log π(a | s) when a was taken [rows]
   */
  record Batch(
      int rows,
      float[] states, // [rows, states]
      float[] actions, // [rows, actions]
      float[] advantages, // [rows]
      float[] returns, // [rows]
      float[] oldLog) {} // [rows]

  ActorCriticGraph(
      int stateSize,
      Space<A> space,
      NetworkSettings network,
      PolicyLoss policyLoss,
      AdamSettings adam,
      RandomGenerator random) {
    this.stateSize = stateSize;
    this.identity = Map.of("actions", space.toString(), "activation", network.activation().name());
    try {
      this.distribution = Distribution.of(space, parameters, "policy");
      this.policy = mlp("policy", random, network, distribution.outputs(), 0.01);
      Mlp value = mlp("value", random, network, 1, 1);
      learned.addAll(policy.parameters());
      learned.addAll(distribution.parameters());
      learned.addAll(value.parameters());
      this.states = placeholder("states", Shape.of(-1, stateSize));
      this.actions = placeholder("actions", Shape.of(-1, distribution.actionSize()));
      this.advantages = placeholder("advantages", Shape.of(-1));
      this.returns = placeholder("returns", Shape.of(-1));
      this.oldLog = placeholder("old_log", Shape.of(-1));
      this.clip = placeholder("clip", Shape.scalar());
      Operand<TFloat32> outputs = policy.apply(tf, states);
      this.values = tf.reshape(value.apply(tf, states), tf.constant(new int[] {-1}));
      this.log = distribution.logProbability(tf, outputs, actions);
      this.loss = loss(network, policyLoss, distribution.entropy(tf, outputs));
      addGradients();
      Descent descent = new Descent(computation, parameters);
      descent.add(new Objective(OBJECTIVE, loss, learned, adam));
      this.learningRate = descent.learningRate(OBJECTIVE);
      this.step = descent.step(List.of(OBJECTIVE), List.of());
      parameters.initialise();
    } catch (RuntimeException e) {
      computation.close();
      throw e;
    }
  }

  private Operand<TFloat32> loss(
      NetworkSettings network, PolicyLoss policyLoss, Operand<TFloat32> entropy) {
    Operand<TFloat32> ofPolicy = mean(policyLoss.of(tf, log, oldLog, advantages, clip));
    Operand<TFloat32> ofValue = mean(tf.math.square(tf.math.sub(returns, values)));
    return tf.math.sub(
        tf.math.add(ofPolicy, weighted(network.valueWeight(), ofValue)),
        weighted(network.entropyWeight(), mean(entropy)));
  }

  private void addGradients() {
    Output<?>[] of =
        learned.stream().map(parameter -> parameter.value().asOutput()).toArray(Output<?>[]::new);
    for (Output<?> gradient : computation.graph().addGradients(loss.asOutput(), of)) {
      gradients.add(gradient.expect(TFloat32.class));
    }
  }

  private Mlp mlp(
      String name, RandomGenerator random, NetworkSettings network, int out, double outGain) {
    return Mlp.create(
        parameters, name, random, stateSize, network.widths(), out, network.activation(), outGain);
  }

  private Operand<TFloat32> placeholder(String name, Shape shape) {
    return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  private Operand<TFloat32> mean(Operand<TFloat32> x) {
    return tf.math.mean(x, tf.constant(0));
  }

  private Operand<TFloat32> weighted(double weight, Operand<TFloat32> x) {
    return tf.math.mul(tf.constant((float) weight), x);
  }

  /** As {@link Agent#identity}: bounds are a part of it, as the policy is on their unit scale. */
  Map<String, String> identity() {
    return identity;
  }

  Distribution<A> distribution() {
    return distribution;
  }

  Parameters parameters() {
    return parameters;
  }

  /** Everything that the loss moves. */
  List<Parameter> learned() {
    return learned;
  }

  int stateSize() {
    return stateSize;
  }

  /** A rollout with its advantages and returns, all of V at this moment. */
  Batch batch(Rollout rollout, double gamma, double lambda) {
    float[] now = values(rollout.states(), rollout.rows());
    float[] next = values(rollout.nextStates(), rollout.rows());
    float[] ahead = rollout.advantages(now, next, gamma, lambda);
    float[] reached = now.clone();
    for (int i = 0; i < reached.length; i++) {
      reached[i] += ahead[i];
    }
    float[] none = new float[rollout.rows()]; // Only PPO asks for log π, once a rollout.
    return new Batch(rollout.rows(), rollout.states(), rollout.actions(), ahead, reached, none);
  }

  /** V(s) [rows]. */
  float[] values(float[] of, int rows) {
    try (Run run = computation.run()) {
      return run.feed(states, of, rows, stateSize).fetch(values).floats()[0];
    }
  }

  /** log π(a | s) [rows]. */
  float[] log(float[] of, float[] taken, int rows) {
    try (Run run = computation.run()) {
      return run.feed(states, of, rows, stateSize)
          .feed(actions, taken, rows, distribution.actionSize())
          .fetch(log)
          .floats()[0];
    }
  }

  /**
   * One step of Adam.
   *
   * @return the loss before it
   */
  float update(Batch batch, double rate, double clipRange) {
    try (Run run = computation.run()) {
      feed(run, batch, clipRange).feed(learningRate, new float[] {(float) rate});
      return finite(run.fetch(loss).target(step).floats()[0][0]);
    }
  }

  /** The gradients of the loss by {@link #learned()}, not clipped. */
  float[][] gradients(Batch batch) {
    try (Run run = computation.run()) {
      feed(run, batch, 0);
      gradients.forEach(run::fetch);
      return run.floats();
    }
  }

  private Run feed(Run run, Batch batch, double clipRange) {
    return run.feed(states, batch.states(), batch.rows(), stateSize)
        .feed(actions, batch.actions(), batch.rows(), distribution.actionSize())
        .feed(advantages, batch.advantages(), batch.rows())
        .feed(returns, batch.returns(), batch.rows())
        .feed(oldLog, batch.oldLog(), batch.rows())
        .feed(clip, new float[] {(float) clipRange});
  }

  private static float finite(float loss) {
    if (!Float.isFinite(loss)) {
      throw new IllegalStateException("the agent has diverged: its loss is " + loss);
    }
    return loss;
  }

  /** The policy at this moment, in plain Java. */
  Snapshot read() {
    Map<String, float[]> at = parameters.read(learned);
    return snapshot(at);
  }

  /** The policy of given values, in plain Java. */
  Snapshot snapshot(Map<String, float[]> at) {
    return new Snapshot(
        new MlpForward(policy, at),
        distribution.parameters().stream().map(each -> at.get(each.name())).toList());
  }

  /** A policy at one moment; immutable. */
  final class Snapshot {
    private final MlpForward forward;
    private final List<float[]> own;

    Snapshot(MlpForward forward, List<float[]> own) {
      this.forward = forward;
      this.own = own;
    }

    float[] outputs(float[] state) {
      return forward.apply(state);
    }

    A best(float[] state) {
      return distribution.action(distribution.mode(outputs(state)));
    }

    float[] sample(RandomGenerator random, float[] state) {
      return distribution.sample(random, outputs(state), own);
    }
  }

  @Override
  public void close() {
    computation.close();
  }
}
