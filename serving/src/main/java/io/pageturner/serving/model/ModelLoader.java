package io.pageturner.serving.model;

import io.pageturner.lifecycle.Bundle;
import java.io.IOException;

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
}
