package io.pageturner.lifecycle;

import io.pageturner.domain.ActionSpace;
import java.util.Objects;

/**
 * Which distributions of actions a candidate may have.
 *
 * @param space the actions that agents may take
 * @param clipUnit |u| from which an action counts as being at the clip, on the unit scale
 * @param maxClipShare greatest share of actions at the clip, per factor, 0 to 1; the ends of a grid
 *     are no clip, and not judged
 * @param maxMeanLog greatest |mean of log a|, per factor
 * @param minSpread smallest standard deviation of u over the states, per factor, for a policy that
 *     has moved away from a = 1: below it the policy ignores the state; 0 for none
 * @param minStates with fewer recorded states no candidate is judged by its spread
 */
public record ActionDistributionSettings(
    ActionSpace space,
    double clipUnit,
    double maxClipShare,
    double maxMeanLog,
    double minSpread,
    int minStates) {
  public ActionDistributionSettings {
    Objects.requireNonNull(space, "space is missing");
    requireWithin("clipUnit", clipUnit, 0, 1);
    requireWithin("maxClipShare", maxClipShare, 0, 1);
    requireWithin("maxMeanLog", maxMeanLog, 0, Double.MAX_VALUE);
    requireWithin("minSpread", minSpread, 0, 1);
    requireWithin("minStates", minStates, 1, Integer.MAX_VALUE);
  }

  /**
   * Refuses what is surely broken: nearly all actions at the clip, a mean within 5 % of the way to
   * the farther bound, or, of a continuous agent, one and the same action other than 1 for 32
   * states or more.
   */
  public static ActionDistributionSettings defaults(ActionSpace space) {
    double farther = Math.max(-Math.log(space.min()), Math.log(space.max()));
    double minSpread = space.discrete() ? 0 : 1e-6;
    return new ActionDistributionSettings(space, 0.99, 0.9, 0.95 * farther, minSpread, 32);
  }

  public ActionDistributionSettings withMaxClipShare(double share) {
    return new ActionDistributionSettings(space, clipUnit, share, maxMeanLog, minSpread, minStates);
  }

  private static void requireWithin(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " must be within " + low + " and " + high + ", was " + value);
    }
  }
}
