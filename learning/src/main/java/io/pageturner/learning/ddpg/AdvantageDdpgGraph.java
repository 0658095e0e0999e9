package io.pageturner.learning.ddpg;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.network.Actor;
import io.pageturner.learning.network.Head;
import io.pageturner.learning.network.NetworkInputs;
import io.pageturner.learning.network.StateNetwork;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.learning.tensorflow.Computation;
import io.pageturner.learning.tensorflow.Descent;
import io.pageturner.learning.tensorflow.Objective;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The three losses as a graph; see the package's description for the formulas. */
final class AdvantageDdpgGraph {
  /** Name of the objective that moves V and the state network. */
  static final String VALUE = "value";

  private final Ops tf;
  private final AdvantageDdpgSettings settings;
  private final Descent descent;
  private final StateNetwork network;
  private final Head value;
  private final List<AgentHeads> agents = new ArrayList<>();
  private final TransitionBatch.Inputs inputs;

  private final Operand<TFloat32> s; // [batch, S], the heads' gradients stop here
  private final Operand<TFloat32> v; // [batch]
  private final Operand<TFloat32> y; // [batch]
  private final Operand<TFloat32> errors; // [batch] y − V(s)
  private final Operand<TFloat32> nextS; // [batch, S]
  private final List<Operand<TFloat32>> units = new ArrayList<>(); // per agent [batch, actions]
  private final List<Operand<TFloat32>> advantages = new ArrayList<>(); // per agent [batch]
  private final GraphFigures figures;
  private final Map<BitSet, Op> steps = new HashMap<>();

  AdvantageDdpgGraph(
      Computation computation,
      Parameters parameters,
      FeatureConfig config,
      ActionSpace space,
      List<String> agentNames,
      AdvantageDdpgSettings settings,
      RandomGenerator random) {
    this.tf = computation.tf();
    this.settings = settings;
    this.network = new StateNetwork(tf, parameters, config, random);
    int state = config.network().state();
    int hidden = config.network().hidden();
    this.value = Head.create(parameters, VALUE, random, state, hidden, 1);
    for (String name : agentNames) {
      String prefix = "agent_" + agents.size();
      int in = state + space.size();
      Head advantage = Head.create(parameters, prefix + "_advantage", random, in, hidden, 1);
      Actor actor = Actor.create(parameters, prefix + "_actor", random, state, hidden, space);
      agents.add(new AgentHeads(name, advantage, actor));
    }
    this.inputs = inputs(config, space.size());
    Operand<TFloat32> embedding = network.apply(inputs.states());
    this.s = tf.stopGradient(embedding);
    this.nextS = tf.stopGradient(network.apply(inputs.nextStates()));
    this.v = value(embedding);
    Operand<TFloat32> discount =
        tf.math.mul(inputs.continues(), tf.constant((float) settings.gamma()));
    Operand<TFloat32> scaled =
        tf.math.mul(inputs.rewards(), tf.constant((float) settings.rewardScale()));
    this.y = tf.stopGradient(tf.math.add(scaled, tf.math.mul(discount, value(nextS))));
    this.errors = tf.math.sub(y, v);
    Operand<TFloat32> squares = square(errors);
    Operand<TFloat32> valueLoss =
        tf.math.mean(tf.math.mul(inputs.weights(), squares), tf.constant(0));

    this.descent = new Descent(computation, parameters);
    this.figures = new GraphFigures(tf, v, tf.math.mean(squares, tf.constant(0)), inputs.own());
    List<Parameter> valuePath = new ArrayList<>(network.parameters());
    valuePath.addAll(value.parameters());
    List<Objective> objectives = new ArrayList<>();
    objectives.add(new Objective(VALUE, valueLoss, valuePath, settings.value()));
    for (int k = 0; k < agents.size(); k++) {
      objectives.addAll(objectives(k, discount));
    }
    objectives.forEach(descent::add);
  }

  TransitionBatch.Inputs inputs() {
    return inputs;
  }

  GraphFigures figures() {
    return figures;
  }

  StateNetwork network() {
    return network;
  }

  Head value() {
    return value;
  }

  List<AgentHeads> agents() {
    return List.copyOf(agents);
  }

  /** V(s) [batch]. */
  Operand<TFloat32> v() {
    return v;
  }

  /** y − V(s) [batch]. */
  Operand<TFloat32> errors() {
    return errors;
  }

  /** μ(s) of an agent [batch, actions]. */
  Operand<TFloat32> unit(int agent) {
    return units.get(agent);
  }

  /** A(s, a) of an agent [batch]. */
  Operand<TFloat32> advantage(int agent) {
    return advantages.get(agent);
  }

  /** The operation that steps V, and A and μ of the chosen agents, at the same moment. */
  Op step(BitSet chosen) {
    return steps.computeIfAbsent(
        (BitSet) chosen.clone(),
        of -> {
          List<String> names = new ArrayList<>(List.of(VALUE));
          of.stream().forEach(k -> names.addAll(List.of(advantageName(k), actorName(k))));
          return descent.step(names, List.of(figures.all(), errors));
        });
  }

  private List<Objective> objectives(int k, Operand<TFloat32> discount) {
    AgentHeads agent = agents.get(k);
    Operand<TFloat32> own = inputs.own().get(k);
    Operand<TFloat32> nextUnit = tf.math.tanh(agent.actor().beforeTanh(tf, nextS));
    Operand<TFloat32> later = tf.math.mul(discount, agent.advantage(tf, nextS, nextUnit));
    Operand<TFloat32> target = tf.stopGradient(tf.math.sub(tf.math.add(y, later), v));
    Operand<TFloat32> taken = agent.advantage(tf, s, inputs.actions());
    Operand<TFloat32> squares = square(tf.math.sub(target, taken));
    Operand<TFloat32> error = meanOf(own, tf.math.mul(inputs.weights(), squares));
    Operand<TFloat32> advantageLoss =
        tf.math.add(error, weighted(settings.advantageDecay(), norm(agent.advantage())));

    Operand<TFloat32> z = agent.actor().beforeTanh(tf, s); // [batch, actions]
    Operand<TFloat32> unit = tf.math.tanh(z);
    Operand<TFloat32> gain = meanOf(own, agent.advantage(tf, s, unit));
    Operand<TFloat32> away = square(tf.math.sub(z, tf.constant((float) agent.actor().neutral())));
    Operand<TFloat32> pull = meanOf(own, tf.math.mean(away, tf.constant(1)));
    Operand<TFloat32> actorLoss = tf.math.sub(weighted(settings.actorPull(), pull), gain);

    units.add(unit);
    advantages.add(taken);
    figures.addAgent(own, meanOf(own, squares), gain, taken, unit);
    return List.of(
        new Objective(
            advantageName(k), advantageLoss, agent.advantage().parameters(), settings.advantage()),
        new Objective(actorName(k), actorLoss, agent.actor().parameters(), settings.actor()));
  }

  private TransitionBatch.Inputs inputs(FeatureConfig config, int actionSize) {
    List<Operand<TFloat32>> own = new ArrayList<>();
    for (int k = 0; k < agents.size(); k++) {
      own.add(placeholder("own_" + k, Shape.of(-1)));
    }
    return new TransitionBatch.Inputs(
        NetworkInputs.create(tf, "", config),
        NetworkInputs.create(tf, "next_", config),
        placeholder("actions", Shape.of(-1, actionSize)),
        placeholder("rewards", Shape.of(-1)),
        placeholder("continues", Shape.of(-1)),
        placeholder("weights", Shape.of(-1)),
        own);
  }

  private Operand<TFloat32> placeholder(String name, Shape shape) {
    return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  private Operand<TFloat32> value(Operand<TFloat32> embedding) {
    return tf.reshape(value.apply(tf, embedding), tf.constant(new int[] {-1}));
  }

  /** Mean of x [batch] over the rows that a mask marks; 0 when it marks none. */
  private Operand<TFloat32> meanOf(Operand<TFloat32> mask, Operand<TFloat32> x) {
    Operand<TFloat32> rows = tf.math.maximum(tf.sum(mask, tf.constant(0)), tf.constant(1f));
    return tf.math.div(tf.sum(tf.math.mul(mask, x), tf.constant(0)), rows);
  }

  private Operand<TFloat32> norm(Head head) {
    return tf.math.mul(
        tf.constant(2f),
        tf.math.add(
            tf.nn.l2Loss(head.hidden().kernel().value()),
            tf.nn.l2Loss(head.out().kernel().value())));
  }

  private Operand<TFloat32> weighted(double weight, Operand<TFloat32> x) {
    return tf.math.mul(tf.constant((float) weight), x);
  }

  private Operand<TFloat32> square(Operand<TFloat32> x) {
    return tf.math.square(x);
  }

  private static String advantageName(int agent) {
    return "agent_" + agent + "_advantage";
  }

  private static String actorName(int agent) {
    return "agent_" + agent + "_actor";
  }
}
