package io.pageturner.serving.model;

import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import java.util.List;

/** One loaded model version; safe for many threads until it is closed. */
public interface ServedModel extends AutoCloseable {
  ModelVersion version();

  /**
   * Runs the model once on each of some real states before it takes traffic, so that no request
   * pays for what only the first calls cost; called more than once.
   *
   * @param recorded one or more
   * @throws RuntimeException when the model does not work; it is then not swapped in
   */
  void warm(List<State> recorded);

  /**
   * Runs the model once on each of the real requests that its bundle tells, for a process that has
   * recorded none yet.
   *
   * @return how many there are
   * @throws RuntimeException when the model does not work; it is then not swapped in
   */
  default int warmOnBundle() {
    return 0;
  }

  /** Frees what the model holds; called once, after its last request. */
  @Override
  void close();
}
