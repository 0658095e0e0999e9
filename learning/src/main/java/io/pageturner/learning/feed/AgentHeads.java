package io.pageturner.learning.feed;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.network.ActionHead;
import io.pageturner.learning.network.Actor;
import io.pageturner.learning.network.StateNetwork;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What one agent has of its own: A and μ.
 *
 * @param name of the agent
 * @param sharing whose state networks they stand on
 * @param advantageState what A stands on
 * @param advantage s, u → A
 * @param actorState what μ stands on
 * @param actor s → u
 */
record AgentHeads(
    String name,
    StateSharing sharing,
    StateNetwork advantageState,
    ActionHead advantage,
    StateNetwork actorState,
    Actor actor) {

  /** Adds an agent's parameters, named {@code agent_<name>_…}. */
  static AgentHeads create(
      Ops tf,
      Parameters parameters,
      String name,
      StateNetwork shared,
      StateSharing sharing,
      FeatureConfig config,
      ActionSpace space,
      RandomGenerator random) {
    int state = config.network().state();
    int hidden = config.network().hidden();
    ActionHead advantage =
        sharing == StateSharing.FROZEN
            ? ActionHead.linear(parameters, advantageName(name), state, space.size())
            : ActionHead.create(
                parameters, advantageName(name), random, state, hidden, space.size());
    Actor actor = Actor.create(parameters, actorName(name), random, state, hidden, space);
    return switch (sharing) {
      case SHARED, FROZEN -> new AgentHeads(name, sharing, shared, advantage, shared, actor);
      case SEPARATE ->
          new AgentHeads(
              name,
              sharing,
              own(tf, parameters, advantageName(name), config, random),
              advantage,
              own(tf, parameters, actorName(name), config, random),
              actor);
    };
  }

  /**
   * A state network of its own.
   *
   * @throws IllegalArgumentException when the configuration has tables that grow: there is one set
   *     of them, the shared network's
   */
  static StateNetwork own(
      Ops tf, Parameters parameters, String owner, FeatureConfig config, RandomGenerator random) {
    if (!config.pageGrowing().isEmpty()) {
      throw new IllegalArgumentException(
          "growing ids need a shared state network; "
              + config.pageGrowing().stream().map(Feature::name).toList()
              + " grow");
    }
    return new StateNetwork(
        tf, parameters, owner + "_state", config, Feature.Embedded::rows, random);
  }

  /** A(s, u) [batch] of s [batch, S] and u [batch, actions]. */
  Operand<TFloat32> advantage(Ops tf, Operand<TFloat32> s, Operand<TFloat32> unit) {
    return advantage.apply(tf, s, unit);
  }

  String advantageName() {
    return advantageName(name);
  }

  String actorName() {
    return actorName(name);
  }

  private static String advantageName(String agent) {
    return "agent_" + agent + "_advantage";
  }

  /** Prefix of the parameters of an agent's μ. */
  static String actorName(String agent) {
    return "agent_" + agent + "_actor";
  }

  /** What A's loss moves. */
  List<Parameter> advantageParameters() {
    return withState(advantageState, advantage.parameters());
  }

  /** What μ's loss moves. */
  List<Parameter> actorParameters() {
    return withState(actorState, actor.parameters());
  }

  private List<Parameter> withState(StateNetwork state, List<Parameter> head) {
    List<Parameter> moved = new ArrayList<>(head);
    if (sharing == StateSharing.SEPARATE) {
      moved.addAll(state.parameters());
    }
    return moved;
  }

  /** All of its own. */
  List<Parameter> parameters() {
    return Stream.concat(advantageParameters().stream(), actorParameters().stream()).toList();
  }
}
