package io.pageturner.learning.feed;

import io.pageturner.domain.ActionGrid;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.agent.dqn.NextValue;
import io.pageturner.learning.agent.dqn.QHead;
import io.pageturner.learning.agent.dqn.TdLoss;
import io.pageturner.learning.network.Head;
import io.pageturner.learning.network.StateNetwork;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.learning.tensorflow.Descent;
import io.pageturner.learning.tensorflow.InitialValues;
import io.pageturner.learning.tensorflow.Objective;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The Q networks of a feed's discrete agents and their slow copies as one graph.
 *
 * <p>An agent's Q is b(s) + o·(p(s, ·) − mean p(s, ·)), p its preferences, an output per point, and
 * b the value stream of a dueling head or else the mean of p itself. While o is 0 all actions are
 * worth the same, so that only what pages are worth is learned and the policy is a = 1; with o = 1
 * it is the dueling, or the plain, Q.
 *
 * <p>The policy is the slow copy's argmax: where actions are worth nearly the same, the argmax of Q
 * itself jumps from step to step, and a candidate would be as far from the last as from any.
 */
final class GridDqnGraph implements LearnerGraph {
  /** Prefix of the agents' objectives. */
  static final String OBJECTIVE = "q";

  private final Ops tf;
  private final PolicyLearnerSettings settings;
  private final NextValue nextValue;
  private final Operand<TFloat32> points; // [points, actions] on the unit scale
  private final TransitionBatch.Inputs inputs;
  private final Operand<TInt64> taken; // [batch] point of each row's action
  private final List<Agent> agents = new ArrayList<>();
  private final List<Operand<TFloat32>> units = new ArrayList<>(); // per agent [batch, actions]
  private final List<Objective> objectives = new ArrayList<>();
  private final Operand<TFloat32> value; // [batch]
  private final Operand<TFloat32> errors; // [batch]
  private final GraphFigures figures;
  private final Op step;
  private final Op open;
  private final SlowCopies copies;

  /**
   * One Q.
   *
   * @param name prefix of the heads' parameters
   * @param preferences p, s → [points]
   * @param value b, s → [1]; none unless dueling
   */
  record Nets(StateNetwork state, String name, Head preferences, List<Head> value) {
    static Nets create(
        Ops tf,
        Parameters parameters,
        String name,
        FeatureConfig config,
        int points,
        QHead head,
        RandomGenerator random) {
      int state = config.network().state();
      int hidden = config.network().hidden();
      return new Nets(
          AgentHeads.own(tf, parameters, name, config, random),
          name,
          Head.create(parameters, name, random, state, hidden, points),
          head == QHead.PLAIN
              ? List.of()
              : List.of(Head.create(parameters, name + "_value", random, state, hidden, 1)));
    }

    List<Parameter> parameters() {
      Stream<Head> heads = Stream.concat(Stream.of(preferences), value.stream());
      return Stream.concat(
              state.parameters().stream(), heads.flatMap(head -> head.parameters().stream()))
          .toList();
    }
  }

  /**
   * An agent's Q and its slow copy.
   *
   * @param open o: whether its actions may differ in what they are worth, 0 or 1
   */
  record Agent(Nets online, Nets target, Parameter open) {
    List<Parameter> parameters() {
      return Stream.of(online.parameters(), target.parameters(), List.of(open))
          .flatMap(List::stream)
          .toList();
    }
  }

  GridDqnGraph(
      ParameterStore store,
      FeatureConfig config,
      ActionGrid grid,
      List<String> names,
      PolicyLearnerSettings settings,
      QHead head,
      NextValue nextValue,
      RandomGenerator random) {
    this.tf = store.computation().tf();
    this.settings = settings;
    this.nextValue = nextValue;
    this.points = tf.constant(units(grid));
    for (String name : names) {
      agents.add(agent(store.parameters(), "agent_" + name, config, grid.size(), head, random));
    }
    this.inputs = TransitionBatch.Inputs.create(tf, config, grid.unit(0).length, agents.size());
    this.taken = nearest(inputs.actions());
    List<Traced> traced = agents.stream().map(this::traced).toList();
    this.value = traced.get(0).best();
    this.errors = traced.get(0).errors();
    Operand<TFloat32> squares = tf.math.mean(traced.get(0).squares(), tf.constant(0));
    this.figures = new GraphFigures(tf, value, squares, inputs.own());
    for (int k = 0; k < agents.size(); k++) {
      add(k, names.get(k), traced.get(k));
    }
    Descent descent = new Descent(store.computation(), store.parameters());
    objectives.forEach(descent::add);
    List<String> all = objectives.stream().map(Objective::name).toList();
    this.step = descent.step(all, List.of(figures.all(), errors));
    this.open = opened();
    this.copies = new SlowCopies(tf, parameters(Agent::online), parameters(Agent::target));
  }

  /** [points, actions]. */
  static float[][] units(ActionGrid grid) {
    float[][] units = new float[grid.size()][];
    for (int point = 0; point < units.length; point++) {
      double[] unit = grid.unit(point);
      units[point] = new float[unit.length];
      for (int k = 0; k < unit.length; k++) {
        units[point][k] = (float) unit[k];
      }
    }
    return units;
  }

  private Agent agent(
      Parameters parameters,
      String prefix,
      FeatureConfig config,
      int count,
      QHead head,
      RandomGenerator random) {
    return new Agent(
        Nets.create(tf, parameters, prefix + "_q", config, count, head, random),
        Nets.create(tf, parameters, prefix + "_target_q", config, count, head, random),
        parameters.add(prefix + "_open", InitialValues.zeros()));
  }

  private List<Parameter> parameters(Function<Agent, Nets> of) {
    return agents.stream().flatMap(agent -> of.apply(agent).parameters().stream()).toList();
  }

  private Op opened() {
    List<Op> all = new ArrayList<>();
    agents.forEach(agent -> all.add(tf.assign(agent.open().variable(), tf.constant(1f))));
    return tf.withControlDependencies(all).noOp();
  }

  /** The point [batch] nearest to each action [batch, actions]; the first among equals. */
  private Operand<TInt64> nearest(Operand<TFloat32> actions) {
    Operand<TFloat32> away = // [batch, points, actions]
        tf.math.sub(tf.expandDims(actions, tf.constant(1)), points);
    return tf.math.argMin(tf.sum(tf.math.square(away), tf.constant(2)), tf.constant(1));
  }

  /**
   * @param preferences o·p(s, ·) [batch, points]: its greatest is Q's greatest
   * @param q Q(s, ·) [batch, points]
   */
  private record Estimate(Operand<TFloat32> preferences, Operand<TFloat32> q) {}

  private Estimate estimate(Nets nets, Parameter open, Operand<TFloat32> s) {
    Operand<TFloat32> preferences = nets.preferences().apply(tf, s);
    Operand<TFloat32> base =
        nets.value().isEmpty()
            ? QHead.mean(tf, preferences)
            : nets.value().get(0).apply(tf, s); // [batch, 1]
    Operand<TFloat32> opened = tf.math.mul(open.value(), preferences);
    return new Estimate(opened, QHead.dueling(tf, base, opened));
  }

  /** y − Q(s, a), its square, Q(s, a), max Q(s, ·) and argmax Q⁻(s, ·) by row, and the loss. */
  private record Traced(
      Operand<TFloat32> errors,
      Operand<TFloat32> squares,
      Operand<TFloat32> taken,
      Operand<TFloat32> best,
      Operand<TFloat32> unit,
      Operand<TFloat32> loss) {}

  private Traced traced(Agent agent) {
    Nets online = agent.online();
    Nets late = agent.target();
    Estimate here = estimate(online, agent.open(), online.state().apply(inputs.states()));
    Estimate slow = estimate(late, agent.open(), late.state().apply(inputs.states()));
    Operand<TFloat32> of = QHead.at(tf, here.q(), taken);
    Operand<TFloat32> errors = tf.math.sub(target(agent), of);
    Operand<TFloat32> cost = TdLoss.SQUARED.of(tf, errors);
    return new Traced(
        errors,
        tf.math.square(errors),
        of,
        tf.max(here.q(), tf.constant(1)),
        tf.gather(points, tf.math.argMax(slow.preferences(), tf.constant(1)), tf.constant(0)),
        tf.math.mean(tf.math.mul(inputs.weights(), cost), tf.constant(0)));
  }

  /** y [batch], a constant: r and γ times what the next page is worth. */
  private Operand<TFloat32> target(Agent agent) {
    Nets late = agent.target();
    Nets online = agent.online();
    Operand<TFloat32> next =
        nextValue.of(
            tf,
            estimate(late, agent.open(), late.state().apply(inputs.nextStates())).q(),
            estimate(online, agent.open(), online.state().apply(inputs.nextStates())).q());
    return LearnerGraph.target(tf, inputs, settings, next);
  }

  private void add(int k, String name, Traced traced) {
    Operand<TFloat32> own = inputs.own().get(k);
    objectives.add(
        new Objective(
            OBJECTIVE + "_" + name,
            traced.loss(),
            agents.get(k).online().parameters(),
            settings.value()));
    units.add(traced.unit());
    figures.addAgent(
        own,
        GraphFigures.meanOf(tf, own, traced.squares()),
        GraphFigures.meanOf(tf, own, traced.best()),
        tf.math.sub(traced.taken(), traced.best()),
        traced.unit());
  }

  @Override
  public TransitionBatch.Inputs inputs() {
    return inputs;
  }

  @Override
  public GraphFigures figures() {
    return figures;
  }

  /** y − Q(s, a) of the first agent. */
  @Override
  public Operand<TFloat32> errors() {
    return errors;
  }

  List<Agent> agents() {
    return List.copyOf(agents);
  }

  /** max Q(s, ·) of the first agent [batch]. */
  @Override
  public Operand<TFloat32> v() {
    return value;
  }

  /** The point argmax Q⁻(s, ·) of an agent [batch, actions]. */
  @Override
  public Operand<TFloat32> unit(int agent) {
    return units.get(agent);
  }

  /** One step of every Q. */
  Op step() {
    return step;
  }

  /** From here on an agent's actions may differ in what they are worth. */
  Op open() {
    return open;
  }

  /** The target networks. */
  SlowCopies copies() {
    return copies;
  }
}
