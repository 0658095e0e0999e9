package io.pageturner.serving.remote;

import io.pageturner.domain.ModelVersion;
import io.pageturner.serving.model.StateTensors;
import io.vertx.core.Future;

/** TensorFlow Serving's predict call, by one of its protocols. */
interface Predict {
  /**
   * The greedy action on the unit scale for one state: [actions].
   *
   * @return fails when the server cannot be reached, does not have the version, or answers with
   *     something else
   */
  Future<double[]> unitAction(Model model, StateTensors state);

  /** A version of a model, and what tensors it takes. */
  record Model(String name, ModelVersion version, StateTensors.Shapes shapes) {
    @Override
    public String toString() {
      return name + "/" + version;
    }
  }
}
