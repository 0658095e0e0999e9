package io.pageturner.learning.feed;

import io.pageturner.learning.replay.TransitionBatch;
import java.util.BitSet;

/** A learner whose agents share V: what they add moves where a batch has rows of their own. */
abstract class SharedValueLearner extends GraphLearner {
  SharedValueLearner(PolicyLearnerSettings settings) {
    super(settings);
  }

  @Override
  abstract SharedValueGraph graph();

  /** One step of V on all rows, and of every agent that has rows of its own. */
  @Override
  public UpdateFigures update(TransitionBatch batch) {
    BitSet chosen = new BitSet();
    for (int k = 0; k < graph().agentCount(); k++) {
      chosen.set(k, batch.ownRows(k) > 0);
    }
    return step(batch, graph().step(chosen));
  }

  /** One step of V and the state network alone. */
  @Override
  public UpdateFigures updateValue(TransitionBatch batch) {
    return step(batch, graph().valueStep());
  }

  @Override
  public long size() {
    return graph().objectives().stream()
        .mapToLong(objective -> ParameterStore.size(objective.parameters()))
        .sum();
  }
}
