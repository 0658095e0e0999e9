package io.pageturner.serving.model;

import io.pageturner.features.EncodedState;
import io.pageturner.features.Encoder;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.PolicySpec;
import io.pageturner.lifecycle.Weights;
import io.pageturner.serving.Deadline;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** What executes a version's actor network; safe for many threads. */
public interface Actor {
  /**
   * The greedy action μ(s) on the unit scale [−1, 1]: [actions].
   *
   * @throws UnreachableException when it is executed elsewhere, and no answer came in time
   */
  double[] unitAction(EncodedState encoded, ItemEmbeddings embeddings);

  /**
   * The same for somebody who waits.
   *
   * @param deadline until when an answer from elsewhere is waited for
   */
  default double[] unitAction(EncodedState encoded, ItemEmbeddings embeddings, Deadline deadline) {
    return unitAction(encoded, embeddings);
  }

  /** Whether it is warmed where it is executed, so that no recorded states need to be run. */
  default boolean warmsItself() {
    return false;
  }

  /** Where versions are executed. */
  @FunctionalInterface
  interface Execution {
    /** This process, in plain Java. */
    Execution IN_PROCESS =
        (bundle, encoder, weights, spec, wanted) ->
            ActorNetwork.of(encoder.config(), weights, spec.actions());

    /**
     * Readies a version; called on the model server's own thread.
     *
     * @param wanted whether no other version was asked for since: waiting ends when it is false
     * @throws IOException when the version is not to be had, or was given up
     */
    Actor ready(
        Bundle bundle, Encoder encoder, Weights weights, PolicySpec spec, BooleanSupplier wanted)
        throws IOException;
  }
}
