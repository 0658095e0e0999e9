package io.pageturner.learning.environment;

/**
 * What an action led to.
 *
 * @param next s'
 * @param reward r, finite
 * @param terminated whether the episode is over because nothing can follow: V(s') is 0
 * @param truncated whether it was cut off, as by a time limit: V(s') still counts
 */
public record Step(Observation next, double reward, boolean terminated, boolean truncated) {
  public Step {
    if (!Double.isFinite(reward)) {
      throw new IllegalArgumentException("reward must be finite, was " + reward);
    }
  }

  /** A step after which the episode goes on. */
  public static Step to(Observation next, double reward) {
    return new Step(next, reward, false, false);
  }

  /** Whether the episode is over, one way or the other. */
  public boolean done() {
    return terminated || truncated;
  }
}
