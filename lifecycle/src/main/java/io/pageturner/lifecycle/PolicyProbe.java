package io.pageturner.lifecycle;

import io.pageturner.domain.State;
import java.io.IOException;
import java.util.function.Function;

/** Makes a bundle's greedy policy, without exploration, as serving would execute it. */
@FunctionalInterface
public interface PolicyProbe {
  /**
   * The unit values that the bundle's policy holds best for a state: [factors].
   *
   * @throws IOException when a file of the bundle is missing or cannot be read
   */
  Function<State, double[]> greedy(Bundle bundle) throws IOException;
}
