package io.pageturner.learning.feed;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.network.ActionHead;
import io.pageturner.learning.network.Actor;
import io.pageturner.learning.network.StateNetwork;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.learning.tensorflow.Descent;
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

/** DDPG's actors, critics and their slow copies as one graph. */
final class PlainDdpgGraph implements LearnerGraph {
  /** Prefix of the critics' objectives. */
  static final String CRITICS = "critic";

  private final Ops tf;
  private final PolicyLearnerSettings settings;
  private final TransitionBatch.Inputs inputs;
  private final List<Agent> agents = new ArrayList<>();
  private final List<Operand<TFloat32>> units = new ArrayList<>(); // per agent [batch, actions]
  private final List<Objective> critics = new ArrayList<>();
  private final List<Objective> actors = new ArrayList<>();
  private final Operand<TFloat32> value; // [batch]
  private final Operand<TFloat32> errors; // [batch]
  private final GraphFigures figures;
  private final Op stepOfAll;
  private final Op stepOfCritics;
  private final SlowCopies copies;

  /** An actor and a critic, each on its own state network. */
  record Nets(
      StateNetwork actorState,
      String actorName,
      Actor actor,
      StateNetwork criticState,
      ActionHead critic) {
    static Nets create(
        Ops tf,
        Parameters parameters,
        String name,
        FeatureConfig config,
        ActionSpace space,
        RandomGenerator random) {
      int state = config.network().state();
      int hidden = config.network().hidden();
      String actor = name + "_actor";
      String critic = name + "_" + CRITICS;
      return new Nets(
          AgentHeads.own(tf, parameters, actor, config, random),
          actor,
          Actor.create(parameters, actor, random, state, hidden, space),
          AgentHeads.own(tf, parameters, critic, config, random),
          ActionHead.create(parameters, critic, random, state, hidden, space.size()));
    }

    /** Q(s, u) [batch]. */
    Operand<TFloat32> q(Ops tf, Operand<TFloat32> s, Operand<TFloat32> unit) {
      return critic.apply(tf, s, unit);
    }

    List<Parameter> actorParameters() {
      return Stream.of(actorState.parameters(), actor.parameters()).flatMap(List::stream).toList();
    }

    List<Parameter> criticParameters() {
      return Stream.of(criticState.parameters(), critic.parameters())
          .flatMap(List::stream)
          .toList();
    }

    List<Parameter> parameters() {
      return Stream.of(actorParameters(), criticParameters()).flatMap(List::stream).toList();
    }

    long size() {
      return ParameterStore.size(parameters());
    }
  }

  /** An agent's nets and their slow copies. */
  record Agent(Nets online, Nets target) {
    List<Parameter> parameters() {
      return Stream.of(online, target).flatMap(nets -> nets.parameters().stream()).toList();
    }
  }

  PlainDdpgGraph(
      ParameterStore store,
      FeatureConfig config,
      ActionSpace space,
      List<String> names,
      PolicyLearnerSettings settings,
      RandomGenerator random) {
    this.tf = store.computation().tf();
    this.settings = settings;
    for (String name : names) {
      String prefix = "agent_" + name;
      Nets online = Nets.create(tf, store.parameters(), prefix, config, space, random);
      String copied = prefix + "_target";
      agents.add(
          new Agent(online, Nets.create(tf, store.parameters(), copied, config, space, random)));
    }
    this.inputs = TransitionBatch.Inputs.create(tf, config, space.size(), agents.size());
    List<Traced> traced = agents.stream().map(this::traced).toList();
    this.value = traced.get(0).best();
    this.errors = traced.get(0).errors();
    Operand<TFloat32> squares = tf.math.mean(traced.get(0).squares(), tf.constant(0));
    this.figures = new GraphFigures(tf, value, squares, inputs.own());
    for (int k = 0; k < agents.size(); k++) {
      add(k, names.get(k), traced.get(k));
    }
    Descent descent = new Descent(store.computation(), store.parameters());
    Stream.of(critics, actors).flatMap(List::stream).forEach(descent::add);
    this.stepOfCritics = descent.step(names(critics), List.of(figures.all(), errors));
    List<String> all = new ArrayList<>(names(critics));
    all.addAll(names(actors));
    this.stepOfAll = descent.step(all, List.of(figures.all(), errors));
    this.copies = new SlowCopies(tf, parameters(Agent::online), parameters(Agent::target));
  }

  private List<Parameter> parameters(Function<Agent, Nets> of) {
    return agents.stream().flatMap(agent -> of.apply(agent).parameters().stream()).toList();
  }

  private static List<String> names(List<Objective> of) {
    return of.stream().map(Objective::name).toList();
  }

  /** y − Q(s, a), its square, Q(s, a), z, μ(s), Q(s, μ(s)) by row, and the critic's loss. */
  private record Traced(
      Operand<TFloat32> errors,
      Operand<TFloat32> squares,
      Operand<TFloat32> taken,
      Operand<TFloat32> z,
      Operand<TFloat32> unit,
      Operand<TFloat32> best,
      Operand<TFloat32> loss) {}

  private Traced traced(Agent agent) {
    Nets target = agent.target();
    Operand<TFloat32> nextUnit =
        tf.math.tanh(target.actor().beforeTanh(tf, target.actorState().apply(inputs.nextStates())));
    Operand<TFloat32> nextQ =
        target.q(tf, target.criticState().apply(inputs.nextStates()), nextUnit);
    Operand<TFloat32> y = LearnerGraph.target(tf, inputs, settings, nextQ);
    Nets online = agent.online();
    Operand<TFloat32> s = online.criticState().apply(inputs.states());
    Operand<TFloat32> taken = online.q(tf, s, inputs.actions());
    Operand<TFloat32> errors = tf.math.sub(y, taken);
    Operand<TFloat32> squares = tf.math.square(errors);
    Operand<TFloat32> z = online.actor().beforeTanh(tf, online.actorState().apply(inputs.states()));
    Operand<TFloat32> unit = tf.math.tanh(z);
    Operand<TFloat32> loss = tf.math.mean(tf.math.mul(inputs.weights(), squares), tf.constant(0));
    return new Traced(errors, squares, taken, z, unit, online.q(tf, s, unit), loss);
  }

  private void add(int k, String name, Traced traced) {
    Nets online = agents.get(k).online();
    Operand<TFloat32> own = inputs.own().get(k);
    Operand<TFloat32> best = GraphFigures.meanOf(tf, own, traced.best());
    Operand<TFloat32> neutral = tf.constant((float) online.actor().neutral());
    Operand<TFloat32> away = tf.math.square(tf.math.sub(traced.z(), neutral));
    Operand<TFloat32> pull =
        tf.math.mul(
            tf.constant((float) settings.actorPull()),
            GraphFigures.meanOf(tf, own, tf.math.mean(away, tf.constant(1))));
    critics.add(
        new Objective(
            CRITICS + "_" + name, traced.loss(), online.criticParameters(), settings.value()));
    actors.add(
        new Objective(
            "actor_" + name, tf.math.sub(pull, best), online.actorParameters(), settings.actor()));
    units.add(traced.unit());
    Operand<TFloat32> advantage = tf.math.sub(traced.taken(), traced.best());
    figures.addAgent(
        own, GraphFigures.meanOf(tf, own, traced.squares()), best, advantage, traced.unit());
  }

  @Override
  public TransitionBatch.Inputs inputs() {
    return inputs;
  }

  @Override
  public GraphFigures figures() {
    return figures;
  }

  List<Agent> agents() {
    return List.copyOf(agents);
  }

  /** Q(s, μ(s)) of the first agent [batch]. */
  @Override
  public Operand<TFloat32> v() {
    return value;
  }

  /** y − Q(s, a) of the first agent. */
  @Override
  public Operand<TFloat32> errors() {
    return errors;
  }

  /** μ(s) of an agent [batch, actions]. */
  @Override
  public Operand<TFloat32> unit(int agent) {
    return units.get(agent);
  }

  /** One step of the critics, and of the actors at the same moment. */
  Op step(boolean withActors) {
    return withActors ? stepOfAll : stepOfCritics;
  }

  /** The actors' and critics' target networks. */
  SlowCopies copies() {
    return copies;
  }
}
