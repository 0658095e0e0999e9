package io.pageturner.learning.agent.ddpg;

import io.pageturner.learning.agent.Schedule;
import io.pageturner.learning.network.Activation;
import io.pageturner.learning.network.Mlp;
import io.pageturner.learning.replay.VectorReplay;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.learning.tensorflow.Computation;
import io.pageturner.learning.tensorflow.Descent;
import io.pageturner.learning.tensorflow.Objective;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.learning.tensorflow.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Actor, critic and their targets as one graph; the equations are in the package's page. */
final class DdpgGraph {
  private static final String CRITIC = "critic_step";
  private static final String ACTOR = "actor_step";

  private final Computation computation;
  private final Ops tf;
  private final int stateSize;
  private final int actionSize;
  private final Mlp actor;
  private final Operand<TFloat32> states; // [batch, states]
  private final Operand<TFloat32> actions; // [batch, actions] on the unit scale
  private final Operand<TFloat32> rewards; // [batch]
  private final Operand<TFloat32> discounts; // [batch]
  private final Operand<TFloat32> nextStates; // [batch, states]
  private final Operand<TFloat32> weights; // [batch]
  private final Operand<TFloat32> errors; // [batch]
  private final Operand<TFloat32> criticLoss; // []
  private final Operand<TFloat32> actorLoss; // []
  private final Operand<TFloat32> actorRate; // []
  private final Operand<TFloat32> criticRate; // []
  private final Op step;
  private final Op follow;
  private final Op copy;

  /** What an update came to. */
  record Update(float criticLoss, float actorLoss, float[] errors) {}

  DdpgGraph(
      Computation computation,
      Parameters parameters,
      int stateSize,
      int actionSize,
      DdpgSettings settings,
      RandomGenerator random) {
    this.computation = computation;
    this.tf = computation.tf();
    this.stateSize = stateSize;
    this.actionSize = actionSize;
    this.states = placeholder("states", Shape.of(-1, stateSize));
    this.actions = placeholder("actions", Shape.of(-1, actionSize));
    this.rewards = placeholder("rewards", Shape.of(-1));
    this.discounts = placeholder("discounts", Shape.of(-1));
    this.nextStates = placeholder("next_states", Shape.of(-1, stateSize));
    this.weights = placeholder("weights", Shape.of(-1));
    this.actor = actor(parameters, "actor", settings, random);
    Mlp critic = critic(parameters, "critic", settings, random);
    Mlp targetActor = actor(parameters, "target_actor", settings, random);
    Mlp targetCritic = critic(parameters, "target_critic", settings, random);
    Operand<TFloat32> next = q(targetCritic, nextStates, mu(targetActor, nextStates));
    Operand<TFloat32> y = tf.math.add(rewards, tf.math.mul(discounts, next));
    this.errors = tf.math.sub(tf.stopGradient(y), q(critic, states, actions));
    this.criticLoss = mean(tf.math.mul(weights, tf.math.square(errors)));
    this.actorLoss = tf.math.neg(mean(q(critic, states, mu(actor, states))));
    Descent descent = new Descent(computation, parameters);
    descent.add(
        new Objective(
            CRITIC, criticLoss, critic.parameters(), adam(settings.criticRate(), settings)));
    descent.add(
        new Objective(ACTOR, actorLoss, actor.parameters(), adam(settings.actorRate(), settings)));
    this.criticRate = descent.learningRate(CRITIC);
    this.actorRate = descent.learningRate(ACTOR);
    this.step = descent.step(List.of(CRITIC, ACTOR), List.of(errors));
    List<Parameter> online = new ArrayList<>(actor.parameters());
    online.addAll(critic.parameters());
    List<Parameter> target = new ArrayList<>(targetActor.parameters());
    target.addAll(targetCritic.parameters());
    this.follow = follow(online, target, settings.tau());
    this.copy = follow(online, target, 1);
  }

  private Mlp actor(
      Parameters parameters, String name, DdpgSettings settings, RandomGenerator random) {
    return Mlp.create(
        parameters, name, random, stateSize, settings.widths(), actionSize, Activation.RELU, 0.01);
  }

  private Mlp critic(
      Parameters parameters, String name, DdpgSettings settings, RandomGenerator random) {
    return Mlp.create(
        parameters,
        name,
        random,
        stateSize + actionSize,
        settings.widths(),
        1,
        Activation.RELU,
        0.1);
  }

  private static AdamSettings adam(Schedule rate, DdpgSettings settings) {
    return AdamSettings.of(rate.at(0), settings.clipNorm());
  }

  private Operand<TFloat32> mu(Mlp of, Operand<TFloat32> s) {
    return tf.math.tanh(of.apply(tf, s));
  }

  private Operand<TFloat32> q(Mlp of, Operand<TFloat32> s, Operand<TFloat32> a) {
    Operand<TFloat32> joined = tf.concat(List.of(s, a), tf.constant(1));
    return tf.reshape(of.apply(tf, joined), tf.constant(new int[] {-1}));
  }

  private Operand<TFloat32> mean(Operand<TFloat32> x) {
    return tf.math.mean(x, tf.constant(0));
  }

  /** θ⁻ + τ·(θ − θ⁻). */
  private Op follow(List<Parameter> online, List<Parameter> target, double tau) {
    List<Op> moves = new ArrayList<>();
    for (int i = 0; i < online.size(); i++) {
      Operand<TFloat32> behind = target.get(i).value();
      Operand<TFloat32> way = tf.math.sub(online.get(i).value(), behind);
      moves.add(
          tf.assign(
              target.get(i).variable(),
              tf.math.add(behind, tf.math.mul(tf.constant((float) tau), way))));
    }
    return tf.withControlDependencies(moves).noOp();
  }

  private Operand<TFloat32> placeholder(String name, Shape shape) {
    return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  Mlp actor() {
    return actor;
  }

  /** One step of both networks from the same moment, then one of the targets. */
  Update update(VectorReplay.Batch batch, double rateOfActor, double rateOfCritic) {
    try (Run run = computation.run()) {
      run.feed(states, batch.states(), batch.size(), stateSize)
          .feed(actions, batch.actions(), batch.size(), actionSize)
          .feed(rewards, batch.rewards(), batch.size())
          .feed(discounts, batch.discounts(), batch.size())
          .feed(nextStates, batch.nextStates(), batch.size(), stateSize)
          .feed(weights, batch.weights(), batch.size())
          .feed(actorRate, new float[] {(float) rateOfActor})
          .feed(criticRate, new float[] {(float) rateOfCritic});
      float[][] found = run.fetch(criticLoss).fetch(actorLoss).fetch(errors).target(step).floats();
      run(follow);
      return new Update(found[0][0], found[1][0], found[2]);
    }
  }

  /** Sets the target networks to the others' parameters. */
  void copyToTargets() {
    run(copy);
  }

  private void run(Op operation) {
    try (Run run = computation.run()) {
      run.target(operation).floats();
    }
  }
}
