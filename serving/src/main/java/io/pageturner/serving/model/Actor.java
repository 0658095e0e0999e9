package io.pageturner.serving.model;

import io.pageturner.features.EncodedState;
import io.pageturner.features.Encoder;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;

/** What executes a version's actor network; safe for many threads. */
public interface Actor {
  /**
   * The greedy action μ(s) on the unit scale [−1, 1]: [actions].
   *
   * @throws UnreachableException when it is executed elsewhere, and no answer came in time
   */
  double[] unitAction(EncodedState encoded, ItemEmbeddings embeddings);

  /** Whether it is warmed where it is executed, so that no recorded states need to be run. */
  default boolean warmsItself() {
    return false;
  }

  /** Where versions are executed. */
  @FunctionalInterface
  interface Execution {
    /** This process, in plain Java. */
    Execution IN_PROCESS =
        (bundle, encoder, weights, spec) ->
            new ActorNetwork(encoder.config(), weights, spec.actions().size());

    /**
     * Readies a version; called on the model server's own thread.
     *
     * @throws IOException when the version is not to be had
     */
    Actor ready(Bundle bundle, Encoder encoder, Weights weights, PolicySpec spec)
        throws IOException;
  }
}
