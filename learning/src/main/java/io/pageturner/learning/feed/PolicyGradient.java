package io.pageturner.learning.feed;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.agent.actorcritic.PolicyLoss;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.lifecycle.Weights;
import java.util.List;

/**
 * PPO and A2C on a feed's pages: policies that learn from what they were just served for, by the
 * densities that were logged with it; the equations, and what departs from the papers, are in
 * docs/agents/ppo.md.
 *
 * <p>The agents share a state network and V as those of {@link AdvantageDdpg}; each has a μ of its
 * own, and no A: the advantage of a page is how much more came of it than V said.
 */
public final class PolicyGradient extends SharedValueLearner {
  private final PolicyGradientGraph graph;

  /**
   * A learner that knows nothing: V = 0, and every agent's action is 1.
   *
   * @param agents their names
   * @param settings γ, rewards' scale, V's rate, and μ's rate, pull and clip
   * @param loss what μ descends
   * @param seed of the initial parameters
   */
  public PolicyGradient(
      FeatureConfig config,
      ActionSpace space,
      List<String> agents,
      PolicyLearnerSettings settings,
      PolicyLoss loss,
      long seed) {
    super(settings);
    try {
      SplitMix64 random = new SplitMix64(seed);
      this.graph = new PolicyGradientGraph(store, config, space, agents, settings, loss, random);
      store.initialise(config, SharedValueGraph.VALUE, random);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  @Override
  public Weights policyWeights(int agent) {
    return store.policy(graph.network(), graph.actorName(agent), graph.parameters(agent));
  }

  @Override
  SharedValueGraph graph() {
    return graph;
  }

  @Override
  List<Parameter> parameters(int agent) {
    return graph.parameters(agent);
  }
}
