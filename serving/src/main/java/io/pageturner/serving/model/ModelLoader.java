package io.pageturner.serving.model;

import io.pageturner.lifecycle.Bundle;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Makes a model of a bundle: the one place that knows what executes it. */
@FunctionalInterface
public interface ModelLoader<M extends ServedModel> {
  /**
   * Loads a bundle; slow, called on the model server's own thread.
   *
   * @throws IOException when a file of the bundle is missing or cannot be read
   * @throws IllegalArgumentException when the bundle's parts do not fit together
   */
  M load(Bundle bundle) throws IOException;

  /**
   * Loads a bundle for as long as somebody wants it: a loader that waits for another machine gives
   * up when nobody does any more.
   *
   * @param wanted whether no other version was asked for since
   * @throws IOException as the other, or when it was given up
   */
  default M load(Bundle bundle, BooleanSupplier wanted) throws IOException {
    return load(bundle);
  }
}
