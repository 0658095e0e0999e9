package io.pageturner.learning.feed;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.lifecycle.Weights;
import java.util.List;

/**
 * DDPG (Lillicrap et al., ICLR 2016, algorithm 1) on a feed's pages, with the nets of {@link
 * AdvantageDdpg}: what that is measured against.
 *
 * <p>Each agent has an actor and a critic on state networks of their own, and slow copies of both.
 * Q learns from all traffic, the actor from its own.
 */
public final class PlainDdpg extends GraphLearner {
  /** Name of the agent in bundles and logs. */
  public static final String NAME = "ddpg";

  private final PlainDdpgGraph graph;

  /**
   * A learner that knows nothing: Q = 0, and every agent's action is 1.
   *
   * @param agents their names
   * @param settings γ and rewards' scale; Q learns at V's rate and μ as there
   * @param seed of the initial parameters
   */
  public PlainDdpg(
      FeatureConfig config,
      ActionSpace space,
      List<String> agents,
      PolicyLearnerSettings settings,
      long seed) {
    super(settings);
    try {
      SplitMix64 random = new SplitMix64(seed);
      this.graph = new PlainDdpgGraph(store, config, space, agents, settings, random);
      store.initialise(config, PlainDdpgGraph.CRITICS, random);
      store.run(graph.copies().copy());
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  @Override
  public UpdateFigures update(TransitionBatch batch) {
    return step(batch, true);
  }

  @Override
  public UpdateFigures updateValue(TransitionBatch batch) {
    return step(batch, false);
  }

  private UpdateFigures step(TransitionBatch batch, boolean actors) {
    UpdateFigures figures = step(batch, graph.step(actors));
    store.run(graph.copies().follow());
    return figures;
  }

  @Override
  public long size() {
    return graph.agents().stream().mapToLong(agent -> agent.online().size()).sum();
  }

  @Override
  public Weights policyWeights(int agent) {
    PlainDdpgGraph.Nets online = graph.agents().get(agent).online();
    return store.policy(online.actorState(), online.actorName(), online.actor().parameters());
  }

  @Override
  LearnerGraph graph() {
    return graph;
  }

  @Override
  List<Parameter> parameters(int agent) {
    return graph.agents().get(agent).parameters();
  }
}
