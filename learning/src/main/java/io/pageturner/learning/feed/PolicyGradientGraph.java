package io.pageturner.learning.feed;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.agent.actorcritic.PolicyLoss;
import io.pageturner.learning.network.Actor;
import io.pageturner.learning.tensorflow.Objective;
import io.pageturner.learning.tensorflow.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * V and the agents' policies as a graph: π(u | s) is the normal distribution around μ(s) that
 * serving draws from, truncated to [−1, 1] (SPEC 2.5), its σ what serving explores with.
 */
final class PolicyGradientGraph extends SharedValueGraph {
  private final PolicyLoss loss;
  private final List<String> names;
  private final List<Actor> actors = new ArrayList<>();

  PolicyGradientGraph(
      ParameterStore store,
      FeatureConfig config,
      ActionSpace space,
      List<String> names,
      PolicyLearnerSettings settings,
      PolicyLoss loss,
      RandomGenerator random) {
    super(store, config, settings, false, space.size(), names.size(), random);
    this.loss = loss;
    this.names = List.copyOf(names);
    int state = config.network().state();
    int hidden = config.network().hidden();
    for (int k = 0; k < names.size(); k++) {
      actors.add(Actor.create(store.parameters(), actorName(k), random, state, hidden, space));
      add(k);
    }
  }

  /** Prefix of the parameters of an agent's μ, and name of its objective. */
  String actorName(int agent) {
    return AgentHeads.actorName(names.get(agent));
  }

  List<Parameter> parameters(int agent) {
    return actors.get(agent).parameters();
  }

  @Override
  List<String> objectives(int agent) {
    return List.of(actorName(agent));
  }

  private void add(int k) {
    Actor actor = actors.get(k);
    Operand<TFloat32> own = inputs().own().get(k);
    Operand<TFloat32> drawn = drawn(own);
    Operand<TFloat32> z = actor.beforeTanh(tf, shared().now()); // [batch, actions]
    Operand<TFloat32> unit = tf.math.tanh(z);
    Operand<TFloat32> sigma = tf.gather(inputs().sigmas(), tf.constant(k), tf.constant(0));
    Operand<TFloat32> delta = tf.stopGradient(errors());
    Operand<TFloat32> surrogate =
        tf.math.neg(
            loss.of(
                tf,
                logDensity(inputs().actions(), unit, sigma),
                tf.math.log(orOne(drawn, inputs().densities())),
                normalised(drawn, delta),
                tf.constant((float) settings.clip())));
    Operand<TFloat32> gain = meanOf(drawn, tf.math.mul(inputs().weights(), surrogate));
    Operand<TFloat32> pull = meanOf(own, away(z, actor.neutral()));
    addAgent(own, meanOf(own, tf.math.square(delta)), gain, delta, unit);
    add(
        new Objective(
            actorName(k),
            tf.math.sub(weighted(settings.actorPull(), pull), gain),
            actor.parameters(),
            settings.actor()));
  }

  /** 1 on the agent's own rows [batch] whose action its policy has drawn. */
  private Operand<TFloat32> drawn(Operand<TFloat32> own) {
    Operand<TFloat32> known =
        tf.dtypes.cast(tf.math.greater(inputs().densities(), tf.constant(0f)), TFloat32.class);
    return tf.math.mul(own, known);
  }

  /** x [batch] on the rows that a mask marks, 1 elsewhere: no number there may be infinite. */
  private Operand<TFloat32> orOne(Operand<TFloat32> mask, Operand<TFloat32> x) {
    Operand<TFloat32> elsewhere = tf.math.sub(tf.constant(1f), mask);
    return tf.math.add(tf.math.mul(mask, x), elsewhere);
  }

  /** x [batch] with mean 0 and deviation 1 over the rows that a mask marks, as PPO has Â. */
  private Operand<TFloat32> normalised(Operand<TFloat32> mask, Operand<TFloat32> x) {
    Operand<TFloat32> centered = tf.math.sub(x, meanOf(mask, x));
    Operand<TFloat32> deviation = tf.math.sqrt(meanOf(mask, tf.math.square(centered)));
    return tf.math.div(centered, tf.math.maximum(deviation, tf.constant(1e-6f)));
  }

  /** log π(u | s) [batch] around μ(s) [batch, actions]: the sum over an action's numbers. */
  private Operand<TFloat32> logDensity(
      Operand<TFloat32> u, Operand<TFloat32> mean, Operand<TFloat32> sigma) {
    Operand<TFloat32> z = tf.math.div(tf.math.sub(u, mean), sigma);
    Operand<TFloat32> bell = weighted(-0.5, tf.math.square(z));
    Operand<TFloat32> kept = tf.math.sub(below(1, mean, sigma), below(-1, mean, sigma));
    Operand<TFloat32> height =
        tf.math.log(tf.math.mul(kept, weighted(Math.sqrt(2 * Math.PI), sigma)));
    return tf.sum(tf.math.sub(bell, height), tf.constant(1));
  }

  /** The share of the whole normal distribution below a bound [batch, actions]. */
  private Operand<TFloat32> below(float bound, Operand<TFloat32> mean, Operand<TFloat32> sigma) {
    Operand<TFloat32> z = tf.math.div(tf.math.sub(tf.constant(bound), mean), sigma);
    Operand<TFloat32> half = tf.math.erf(weighted(Math.sqrt(0.5), z));
    return weighted(0.5, tf.math.add(half, tf.constant(1f)));
  }
}
