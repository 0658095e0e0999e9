package io.pageturner.learning.feed;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.network.Readout;
import io.pageturner.learning.network.StateNetwork;
import io.pageturner.learning.tensorflow.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** The three losses as a graph; see the package's description for the formulas. */
final class AdvantageDdpgGraph extends SharedValueGraph {
  private final List<AgentHeads> agents = new ArrayList<>();

  AdvantageDdpgGraph(
      ParameterStore store,
      FeatureConfig config,
      ActionSpace space,
      List<String> names,
      PolicyLearnerSettings settings,
      StateSharing sharing,
      RandomGenerator random) {
    super(
        store,
        config,
        settings,
        sharing == StateSharing.FROZEN,
        space.size(),
        names.size(),
        random);
    for (String name : names) {
      agents.add(
          AgentHeads.create(
              tf, store.parameters(), name, network(), sharing, config, space, random));
    }
    for (int k = 0; k < names.size(); k++) {
      add(k);
    }
  }

  List<AgentHeads> agents() {
    return List.copyOf(agents);
  }

  @Override
  List<String> objectives(int agent) {
    AgentHeads heads = agents.get(agent);
    return List.of(heads.advantageName(), heads.actorName());
  }

  private void add(int k) {
    AgentHeads agent = agents.get(k);
    States ofAdvantage = states(agent.advantageState());
    States ofActor = states(agent.actorState());
    Operand<TFloat32> own = inputs().own().get(k);
    Operand<TFloat32> nextUnit = tf.math.tanh(agent.actor().beforeTanh(tf, ofActor.next()));
    Operand<TFloat32> nextAdvantage = agent.advantage(tf, ofAdvantage.next(), nextUnit);
    Operand<TFloat32> discount = LearnerGraph.discount(tf, inputs(), settings);
    Operand<TFloat32> later = tf.math.mul(discount, nextAdvantage);
    Operand<TFloat32> target = tf.stopGradient(tf.math.sub(tf.math.add(y(), later), v()));
    Operand<TFloat32> taken = agent.advantage(tf, ofAdvantage.now(), inputs().actions());
    Operand<TFloat32> squares = tf.math.square(tf.math.sub(target, taken));
    Operand<TFloat32> error = meanOf(own, tf.math.mul(inputs().weights(), squares));
    Operand<TFloat32> advantageLoss =
        tf.math.add(
            error, weighted(settings.advantageDecay(), norm(agent.advantage().coefficients())));

    Operand<TFloat32> z = agent.actor().beforeTanh(tf, ofActor.now()); // [batch, actions]
    Operand<TFloat32> unit = tf.math.tanh(z);
    Operand<TFloat32> gain = meanOf(own, agent.advantage(tf, ofAdvantage.now(), unit));
    Operand<TFloat32> pull = meanOf(own, away(z, agent.actor().neutral()));
    Operand<TFloat32> actorLoss = tf.math.sub(weighted(settings.actorPull(), pull), gain);

    addAgent(own, meanOf(own, squares), gain, taken, unit);
    add(
        new Objective(
            agent.advantageName(),
            advantageLoss,
            agent.advantageParameters(),
            correction().isEmpty() ? settings.advantage() : settings.linear()));
    add(new Objective(agent.actorName(), actorLoss, agent.actorParameters(), settings.actor()));
  }

  private States states(StateNetwork of) {
    return of == network()
        ? shared()
        : new States(of.apply(inputs().states()), of.apply(inputs().nextStates()));
  }

  private Operand<TFloat32> norm(Readout readout) {
    List<Operand<TFloat32>> halves = new ArrayList<>();
    readout.kernels().forEach(kernel -> halves.add(tf.nn.l2Loss(kernel.value())));
    return tf.math.mul(tf.constant(2f), tf.math.addN(halves));
  }
}
