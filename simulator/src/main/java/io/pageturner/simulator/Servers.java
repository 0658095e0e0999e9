package io.pageturner.simulator;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The nodes that users are spread over: each user has a home, which remembers what the user did,
 * and is sent to the next node for a while when that one does not answer. Used by one event loop.
 */
final class Servers {
  private static final long AWAY_NANOS = 2_000_000_000;

  private final List<URI> nodes;
  private final long[] awayUntil;
  private final LongSupplier nanoTime;

  Servers(List<URI> nodes, LongSupplier nanoTime) {
    this.nodes = nodes;
    this.awayUntil = new long[nodes.size()];
    this.nanoTime = nanoTime;
    Arrays.fill(awayUntil, nanoTime.getAsLong());
  }

  /** Where a user goes now: home, unless that is away and another node is not. */
  URI of(String user) {
    int home = Math.floorMod(user.hashCode(), nodes.size());
    for (int k = 0; k < nodes.size(); k++) {
      int node = (home + k) % nodes.size();
      if (awayUntil[node] - nanoTime.getAsLong() <= 0) {
        return nodes.get(node);
      }
    }
    return nodes.get(home);
  }

  /** A node did not answer; says whether there is another one to ask. */
  boolean away(URI node) {
    awayUntil[nodes.indexOf(node)] = nanoTime.getAsLong() + AWAY_NANOS;
    return nodes.size() > 1;
  }
}
