package io.pageturner.learning.feed;

import io.pageturner.domain.ActionGrid;
import io.pageturner.domain.ActionSpace;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.agent.dqn.NextValue;
import io.pageturner.learning.agent.dqn.QHead;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Deep Q-learning on a feed's pages (SPEC 2.1), over the points of an {@link ActionGrid}; the
 * equations, and what departs from the papers, are in docs/agents/dqn.md.
 *
 * <p>Each agent has a Q of its own, on a state network of its own, and a slow copy of both. It
 * learns from all traffic; an action that is no point of the grid counts as the nearest one.
 */
public final class GridDqn extends GraphLearner {
  private final GridDqnGraph graph;

  /**
   * A learner that knows nothing: Q = 0, and every agent's action is 1.
   *
   * @param space a discrete one
   * @param agents their names
   * @param settings γ and rewards' scale; Q learns at V's rate
   * @param head how Q is put together
   * @param nextValue what the next page is worth
   * @param seed of the initial parameters
   */
  public GridDqn(
      FeatureConfig config,
      ActionSpace space,
      List<String> agents,
      PolicyLearnerSettings settings,
      QHead head,
      NextValue nextValue,
      long seed) {
    super(settings);
    try {
      SplitMix64 random = new SplitMix64(seed);
      ActionGrid grid =
          ActionGrid.of(space)
              .orElseThrow(
                  () -> new IllegalArgumentException("a discrete agent needs a grid of actions"));
      this.graph = new GridDqnGraph(store, config, grid, agents, settings, head, nextValue, random);
      store.initialise(config, GridDqnGraph.OBJECTIVE, random);
      store.run(graph.copies().copy());
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** One step of every agent's Q, each row's towards the action that was taken. */
  @Override
  public UpdateFigures update(TransitionBatch batch) {
    store.run(graph.open());
    return step(batch);
  }

  /**
   * One step of every agent's Q that moves all actions alike, for as long as there was no {@link
   * #update}: the policy is a = 1 until then.
   */
  @Override
  public UpdateFigures updateValue(TransitionBatch batch) {
    return step(batch);
  }

  private UpdateFigures step(TransitionBatch batch) {
    UpdateFigures figures = step(batch, graph.step());
    store.run(graph.copies().follow());
    return figures;
  }

  @Override
  public long size() {
    return graph.agents().stream()
        .mapToLong(agent -> ParameterStore.size(agent.online().parameters()))
        .sum();
  }

  /**
   * The slow copy's state network, and as actor what has an output per point: Q, or of a dueling
   * head A, whose greatest is Q's greatest.
   */
  @Override
  public Weights policyWeights(int agent) {
    GridDqnGraph.Agent of = graph.agents().get(agent);
    GridDqnGraph.Nets slow = of.target();
    Weights weights = store.policy(slow.state(), slow.name(), slow.preferences().parameters());
    String open = of.open().name();
    boolean isOpen = store.parameters().read(List.of(of.open())).get(open)[0] != 0;
    return isOpen ? weights : allAlike(weights);
  }

  /** With outputs that are 0 for every point, so that the first, a = 1, is taken. */
  private static Weights allAlike(Weights weights) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights.asMap());
    tensors.replaceAll(
        (name, tensor) ->
            name.startsWith(PolicyContent.ACTOR + "_out")
                ? new Tensor(tensor.shape(), new float[tensor.size()])
                : tensor);
    return Weights.of(tensors);
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
