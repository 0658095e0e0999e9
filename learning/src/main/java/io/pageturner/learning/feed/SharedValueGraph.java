package io.pageturner.learning.feed;

import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.network.Dense;
import io.pageturner.learning.network.Head;
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

/** V and the state network under it, which all agents share, and the steps of what they add. */
abstract class SharedValueGraph implements LearnerGraph {
  /** Name of the objective that moves V and the state network. */
  static final String VALUE = "value";

  /** Name of the objective that moves V's linear correction. */
  static final String CORRECTION = "value_correction";

  final Ops tf;
  final PolicyLearnerSettings settings;
  private final Descent descent;
  private final StateNetwork network;
  private final Head value;
  private final Optional<Dense> correction;
  private final TransitionBatch.Inputs inputs;

  private final States shared;
  private final Operand<TFloat32> v; // [batch]
  private final Operand<TFloat32> y; // [batch]
  private final Operand<TFloat32> errors; // [batch] y − V(s)
  private final List<Operand<TFloat32>> units = new ArrayList<>(); // per agent [batch, actions]
  private final GraphFigures figures;
  private final List<Objective> objectives = new ArrayList<>();
  private final Map<List<String>, Op> steps = new HashMap<>();

  /** s and s' [batch, S]. */
  record States(Operand<TFloat32> now, Operand<TFloat32> next) {}

  /**
   * V of a state network of its own.
   *
   * @param corrected whether V stays as it is once the agents learn, and a linear correction of it
   *     learns in its place
   * @param actions how many numbers an action has
   * @param agents how many there are
   */
  SharedValueGraph(
      ParameterStore store,
      FeatureConfig config,
      PolicyLearnerSettings settings,
      boolean corrected,
      int actions,
      int agents,
      RandomGenerator random) {
    Parameters parameters = store.parameters();
    int state = config.network().state();
    this.tf = store.computation().tf();
    this.settings = settings;
    this.network = new StateNetwork(tf, parameters, config, random);
    this.value = Head.create(parameters, VALUE, random, state, config.network().hidden(), 1);
    this.correction =
        corrected ? Optional.of(Dense.zero(parameters, CORRECTION, state, 1)) : Optional.empty();
    this.inputs = TransitionBatch.Inputs.create(tf, config, actions, agents);
    Operand<TFloat32> embedding = network.apply(inputs.states());
    this.shared =
        new States(tf.stopGradient(embedding), tf.stopGradient(network.apply(inputs.nextStates())));
    this.v = value(embedding);
    this.y = LearnerGraph.target(tf, inputs, settings, value(shared.next()));
    this.errors = tf.math.sub(y, v);
    Operand<TFloat32> squares = tf.math.square(errors);
    Operand<TFloat32> loss = tf.math.mean(tf.math.mul(inputs.weights(), squares), tf.constant(0));
    this.figures = new GraphFigures(tf, v, tf.math.mean(squares, tf.constant(0)), inputs.own());
    this.descent = new Descent(store.computation(), parameters);
    List<Parameter> path = new ArrayList<>(network.parameters());
    path.addAll(value.parameters());
    add(new Objective(VALUE, loss, path, settings.value()));
    correction.ifPresent(
        linear -> add(new Objective(CORRECTION, loss, linear.parameters(), settings.linear())));
  }

  /** Adds what an agent descends. */
  final void add(Objective objective) {
    objectives.add(objective);
    descent.add(objective);
  }

  /**
   * Adds the next agent, with its figures.
   *
   * @param own marks its own rows [batch]
   * @param error of what it learns advantages by []
   * @param gain what its policy ascends []
   * @param taken how much more than V(s) its actions are worth [batch]
   * @param unit its greedy action [batch, actions]
   */
  final void addAgent(
      Operand<TFloat32> own,
      Operand<TFloat32> error,
      Operand<TFloat32> gain,
      Operand<TFloat32> taken,
      Operand<TFloat32> unit) {
    units.add(unit);
    figures.addAgent(own, error, gain, taken, unit);
  }

  /** Names of the objectives of an agent. */
  abstract List<String> objectives(int agent);

  @Override
  public final TransitionBatch.Inputs inputs() {
    return inputs;
  }

  @Override
  public final GraphFigures figures() {
    return figures;
  }

  final StateNetwork network() {
    return network;
  }

  final Head value() {
    return value;
  }

  /** Parameters of V's linear correction; none where V itself goes on learning. */
  final List<Parameter> correction() {
    return correction.map(Dense::parameters).orElse(List.of());
  }

  /** V(s) [batch]. */
  @Override
  public final Operand<TFloat32> v() {
    return v;
  }

  /** r + γ·V(s') [batch], a constant. */
  final Operand<TFloat32> y() {
    return y;
  }

  @Override
  public final Operand<TFloat32> errors() {
    return errors;
  }

  /** s and s' as V sees them; no gradient flows back into the network. */
  final States shared() {
    return shared;
  }

  final int agentCount() {
    return units.size();
  }

  /** μ(s) of an agent [batch, actions]. */
  @Override
  public final Operand<TFloat32> unit(int agent) {
    return units.get(agent);
  }

  final List<Objective> objectives() {
    return List.copyOf(objectives);
  }

  /** The operation that steps V and the state network. */
  final Op valueStep() {
    return step(List.of(VALUE));
  }

  /**
   * The operation that steps V, or its correction where V stays, and what the chosen agents
   * descend, at the same moment.
   */
  final Op step(BitSet chosen) {
    List<String> names = new ArrayList<>(List.of(correction.isPresent() ? CORRECTION : VALUE));
    chosen.stream().forEach(agent -> names.addAll(objectives(agent)));
    return step(names);
  }

  private Op step(List<String> names) {
    return steps.computeIfAbsent(names, of -> descent.step(of, List.of(figures.all(), errors)));
  }

  /** V(s) [batch]; its correction reads s as it is, and does not move it. */
  private Operand<TFloat32> value(Operand<TFloat32> embedding) {
    Operand<TFloat32> plain = value.apply(tf, embedding);
    Operand<TFloat32> whole =
        correction.isPresent()
            ? tf.math.add(plain, correction.get().apply(tf, tf.stopGradient(embedding)))
            : plain;
    return tf.reshape(whole, tf.constant(new int[] {-1}));
  }

  final Operand<TFloat32> meanOf(Operand<TFloat32> mask, Operand<TFloat32> x) {
    return GraphFigures.meanOf(tf, mask, x);
  }

  final Operand<TFloat32> weighted(double weight, Operand<TFloat32> x) {
    return tf.math.mul(tf.constant((float) weight), x);
  }

  /** (z − z₀)² [batch], the mean over an action's numbers: how far an actor is from a = 1. */
  final Operand<TFloat32> away(Operand<TFloat32> z, double neutral) {
    Operand<TFloat32> squares = tf.math.square(tf.math.sub(z, tf.constant((float) neutral)));
    return tf.math.mean(squares, tf.constant(1));
  }
}
