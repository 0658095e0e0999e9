package io.pageturner.learning.feed;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.network.Dense;
import io.pageturner.learning.network.Head;
import io.pageturner.learning.network.Readout;
import io.pageturner.learning.network.StateNetwork;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.learning.tensorflow.Descent;
import io.pageturner.learning.tensorflow.Objective;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The three losses as a graph; see the package's description for the formulas. */
final class AdvantageDdpgGraph implements LearnerGraph {
  /** Name of the objective that moves V and the state network. */
  static final String VALUE = "value";

  /** Name of the objective that moves V's linear correction. */
  static final String CORRECTION = "value_correction";

  private final Ops tf;
  private final AdvantageDdpgSettings settings;
  private final Descent descent;
  private final StateNetwork network;
  private final Head value;
  private final Optional<Dense> correction;
  private final List<AgentHeads> agents = new ArrayList<>();
  private final TransitionBatch.Inputs inputs;

  private final States shared; // the heads' gradients stop here
  private final Operand<TFloat32> v; // [batch]
  private final Operand<TFloat32> y; // [batch]
  private final Operand<TFloat32> errors; // [batch] y − V(s)
  private final List<Operand<TFloat32>> units = new ArrayList<>(); // per agent [batch, actions]
  private final GraphFigures figures;
  private final List<Objective> objectives = new ArrayList<>();
  private final Map<List<String>, Op> steps = new HashMap<>();

  /** s and s' [batch, S]. */
  private record States(Operand<TFloat32> now, Operand<TFloat32> next) {}

  AdvantageDdpgGraph(
      ParameterStore store,
      FeatureConfig config,
      ActionSpace space,
      List<String> agentNames,
      AdvantageDdpgSettings settings,
      StateSharing sharing,
      RandomGenerator random) {
    Parameters parameters = store.parameters();
    this.tf = store.computation().tf();
    this.settings = settings;
    this.network = new StateNetwork(tf, parameters, config, random);
    int state = config.network().state();
    this.value = Head.create(parameters, VALUE, random, state, config.network().hidden(), 1);
    this.correction =
        sharing == StateSharing.FROZEN
            ? Optional.of(Dense.zero(parameters, CORRECTION, state, 1))
            : Optional.empty();
    for (String name : agentNames) {
      agents.add(AgentHeads.create(tf, parameters, name, network, sharing, config, space, random));
    }
    this.inputs = TransitionBatch.Inputs.create(tf, config, space.size(), agents.size());
    Operand<TFloat32> embedding = network.apply(inputs.states());
    this.shared =
        new States(tf.stopGradient(embedding), tf.stopGradient(network.apply(inputs.nextStates())));
    this.v = value(embedding);
    this.y = LearnerGraph.target(tf, inputs, settings, value(shared.next()));
    this.errors = tf.math.sub(y, v);
    Operand<TFloat32> squares = square(errors);
    Operand<TFloat32> valueLoss =
        tf.math.mean(tf.math.mul(inputs.weights(), squares), tf.constant(0));

    this.descent = new Descent(store.computation(), parameters);
    this.figures = new GraphFigures(tf, v, tf.math.mean(squares, tf.constant(0)), inputs.own());
    List<Parameter> valuePath = new ArrayList<>(network.parameters());
    valuePath.addAll(value.parameters());
    objectives.add(new Objective(VALUE, valueLoss, valuePath, settings.value()));
    correction.ifPresent(
        linear ->
            objectives.add(
                new Objective(CORRECTION, valueLoss, linear.parameters(), settings.linear())));
    for (int k = 0; k < agents.size(); k++) {
      objectives.addAll(objectives(k));
    }
    objectives.forEach(descent::add);
  }

  @Override
  public TransitionBatch.Inputs inputs() {
    return inputs;
  }

  @Override
  public GraphFigures figures() {
    return figures;
  }

  StateNetwork network() {
    return network;
  }

  Head value() {
    return value;
  }

  /** Parameters of V's linear correction; none where V itself goes on learning. */
  List<Parameter> correction() {
    return correction.map(Dense::parameters).orElse(List.of());
  }

  List<AgentHeads> agents() {
    return List.copyOf(agents);
  }

  /** V(s) [batch]. */
  @Override
  public Operand<TFloat32> v() {
    return v;
  }

  @Override
  public Operand<TFloat32> errors() {
    return errors;
  }

  /** μ(s) of an agent [batch, actions]. */
  @Override
  public Operand<TFloat32> unit(int agent) {
    return units.get(agent);
  }

  List<Objective> objectives() {
    return List.copyOf(objectives);
  }

  /** The operation that steps V and the state network. */
  Op valueStep() {
    return step(List.of(VALUE));
  }

  /**
   * The operation that steps V, or its correction where V stays, and A and μ of the chosen agents,
   * at the same moment.
   */
  Op step(BitSet chosen) {
    List<String> names = new ArrayList<>(List.of(correction.isPresent() ? CORRECTION : VALUE));
    chosen.stream()
        .mapToObj(agents::get)
        .forEach(agent -> names.addAll(List.of(agent.advantageName(), agent.actorName())));
    return step(names);
  }

  private Op step(List<String> names) {
    return steps.computeIfAbsent(names, of -> descent.step(of, List.of(figures.all(), errors)));
  }

  private List<Objective> objectives(int k) {
    AgentHeads agent = agents.get(k);
    States ofAdvantage = states(agent.advantageState());
    States ofActor = states(agent.actorState());
    Operand<TFloat32> own = inputs.own().get(k);
    Operand<TFloat32> nextUnit = tf.math.tanh(agent.actor().beforeTanh(tf, ofActor.next()));
    Operand<TFloat32> nextAdvantage = agent.advantage(tf, ofAdvantage.next(), nextUnit);
    Operand<TFloat32> discount = LearnerGraph.discount(tf, inputs, settings);
    Operand<TFloat32> later = tf.math.mul(discount, nextAdvantage);
    Operand<TFloat32> target = tf.stopGradient(tf.math.sub(tf.math.add(y, later), v));
    Operand<TFloat32> taken = agent.advantage(tf, ofAdvantage.now(), inputs.actions());
    Operand<TFloat32> squares = square(tf.math.sub(target, taken));
    Operand<TFloat32> error = meanOf(own, tf.math.mul(inputs.weights(), squares));
    Operand<TFloat32> advantageLoss =
        tf.math.add(
            error, weighted(settings.advantageDecay(), norm(agent.advantage().coefficients())));

    Operand<TFloat32> z = agent.actor().beforeTanh(tf, ofActor.now()); // [batch, actions]
    Operand<TFloat32> unit = tf.math.tanh(z);
    Operand<TFloat32> gain = meanOf(own, agent.advantage(tf, ofAdvantage.now(), unit));
    Operand<TFloat32> away = square(tf.math.sub(z, tf.constant((float) agent.actor().neutral())));
    Operand<TFloat32> pull = meanOf(own, tf.math.mean(away, tf.constant(1)));
    Operand<TFloat32> actorLoss = tf.math.sub(weighted(settings.actorPull(), pull), gain);

    units.add(unit);
    figures.addAgent(own, meanOf(own, squares), gain, taken, unit);
    return List.of(
        new Objective(
            agent.advantageName(),
            advantageLoss,
            agent.advantageParameters(),
            correction.isPresent() ? settings.linear() : settings.advantage()),
        new Objective(agent.actorName(), actorLoss, agent.actorParameters(), settings.actor()));
  }

  private States states(StateNetwork of) {
    return of == network
        ? shared
        : new States(of.apply(inputs.states()), of.apply(inputs.nextStates()));
  }

  /** V(s) [batch]; its correction reads s as it is, and does not move it. */
  private Operand<TFloat32> value(Operand<TFloat32> embedding) {
    Operand<TFloat32> v = value.apply(tf, embedding);
    Operand<TFloat32> corrected =
        correction.isPresent()
            ? tf.math.add(v, correction.get().apply(tf, tf.stopGradient(embedding)))
            : v;
    return tf.reshape(corrected, tf.constant(new int[] {-1}));
  }

  private Operand<TFloat32> meanOf(Operand<TFloat32> mask, Operand<TFloat32> x) {
    return GraphFigures.meanOf(tf, mask, x);
  }

  private Operand<TFloat32> norm(Readout readout) {
    List<Operand<TFloat32>> halves = new ArrayList<>();
    readout.kernels().forEach(kernel -> halves.add(tf.nn.l2Loss(kernel.value())));
    return tf.math.mul(tf.constant(2f), tf.math.addN(halves));
  }

  private Operand<TFloat32> weighted(double weight, Operand<TFloat32> x) {
    return tf.math.mul(tf.constant((float) weight), x);
  }

  private Operand<TFloat32> square(Operand<TFloat32> x) {
    return tf.math.square(x);
  }
}
