package io.pageturner.learning.feed;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.lifecycle.Weights;
import java.util.List;

/**
 * The learner behind one or several agents that share a state network and V; see the package.
 *
 * <p>Used by one thread; closing it frees its native memory.
 */
public final class AdvantageDdpg extends SharedValueLearner {
  /** Name of the agent in bundles and logs. */
  public static final String NAME = "advantage-ddpg";

  private final AdvantageDdpgGraph graph;

  /**
   * A learner that knows nothing: V = 0, A = 0, and every agent's action is 1.
   *
   * @param agents their names; each has its own A and μ
   * @param seed of the initial parameters
   */
  public AdvantageDdpg(
      FeatureConfig config,
      ActionSpace space,
      List<String> agents,
      PolicyLearnerSettings settings,
      long seed) {
    this(config, space, agents, settings, StateSharing.SHARED, seed);
  }

  /** As above; {@code sharing} tells whose state networks A and μ stand on. */
  AdvantageDdpg(
      FeatureConfig config,
      ActionSpace space,
      List<String> agents,
      PolicyLearnerSettings settings,
      StateSharing sharing,
      long seed) {
    super(settings);
    try {
      SplitMix64 random = new SplitMix64(seed);
      this.graph = new AdvantageDdpgGraph(store, config, space, agents, settings, sharing, random);
      store.initialise(config, SharedValueGraph.VALUE, random);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** How many parameters it learns, against plain DDPG with the same nets. */
  public ParameterCount parameterCount() {
    AgentHeads agent = graph.agents().get(0);
    return new ParameterCount(
        ParameterStore.size(graph.network().parameters()),
        ParameterStore.size(graph.value().parameters()) + ParameterStore.size(graph.correction()),
        ParameterStore.size(agent.advantage().parameters()),
        ParameterStore.size(agent.actor().parameters()),
        graph.agents().size());
  }

  @Override
  public Weights policyWeights(int agent) {
    AgentHeads heads = graph.agents().get(agent);
    return store.policy(heads.actorState(), heads.actorName(), heads.actor().parameters());
  }

  @Override
  SharedValueGraph graph() {
    return graph;
  }

  @Override
  List<Parameter> parameters(int agent) {
    return graph.agents().get(agent).parameters();
  }
}
