package io.pageturner.learning.feed;

import io.pageturner.learning.ids.GrowingTables;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.lifecycle.Weights;
import java.util.List;

/** A learner whose parameters are those of one graph: what is kept of it, and how it ends. */
abstract class GraphLearner implements PolicyLearner {
  /** The graph with all that was learned; closed with the learner. */
  final ParameterStore store = new ParameterStore();

  /** All parameters of an agent alone. */
  abstract List<Parameter> parameters(int agent);

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
