package io.pageturner.learning.feed;

import io.pageturner.learning.ids.GrowingTables;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.lifecycle.Weights;
import java.util.List;
import org.tensorflow.op.Op;

/** A learner whose parameters are those of one graph: what is kept of it, and how it ends. */
abstract class GraphLearner implements PolicyLearner {
  /** The graph with all that was learned; closed with the learner. */
  final ParameterStore store = new ParameterStore();

  final PolicyLearnerSettings settings;

  GraphLearner(PolicyLearnerSettings settings) {
    this.settings = settings;
  }

  /** Made by the learner in its store. */
  abstract LearnerGraph graph();

  /** All parameters of an agent alone. */
  abstract List<Parameter> parameters(int agent);

  /** Runs a step of the graph on a batch. */
  UpdateFigures step(TransitionBatch batch, Op step) {
    return store.step(graph(), batch, step, settings.rewardScale());
  }

  /** {@link LearnerGraph#v}. */
  @Override
  public float[] values(StateBatch states, int rows) {
    return store.evaluate(graph(), states, rows, graph().v(), settings.rewardScale());
  }

  @Override
  public float[] unitActions(int agent, StateBatch states, int rows) {
    return store.evaluate(graph(), states, rows, graph().unit(agent), 1);
  }

  @Override
  public GrowingTables tables() {
    return store.tables();
  }

  @Override
  public Weights snapshot() {
    return store.snapshot();
  }

  @Override
  public void restore(Weights snapshot) {
    store.restore(snapshot);
  }

  @Override
  public Weights withHeads(Weights snapshot, int from, int to) {
    return ParameterStore.copied(snapshot, parameters(from), parameters(to));
  }

  @Override
  public void close() {
    store.close();
  }
}
