package io.pageturner.serving.model;

import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.State;

/** A policy that also answers for tensors, as TensorFlow Serving answers for its SavedModel. */
public interface TensorPolicy extends PolicyModel {
  StateTensors.Shapes shapes();

  ActionSpace actions();

  /** The tensors of a state, as this version encodes it. */
  StateTensors tensors(State state);

  /**
   * The greedy action on the unit scale: [actions].
   *
   * @param tensors of this policy's shapes, with rows within its tables
   * @throws IllegalStateException when the network's answer is not finite
   */
  double[] unitAction(StateTensors tensors);
}
