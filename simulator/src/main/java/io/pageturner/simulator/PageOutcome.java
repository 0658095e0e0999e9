package io.pageturner.simulator;

import io.pageturner.domain.RewardWeights;
import java.time.Duration;
import java.util.List;

/**
 * What a user makes of one page.
 *
 * @param reactions in order of time
 * @param left whether the user leaves the feed after it
 * @param turn when the user leaves or asks for the next page, after the page was shown; not before
 *     the last reaction
 */
public record PageOutcome(List<Reaction> reactions, boolean left, Duration turn) {
  public PageOutcome {
    reactions = List.copyOf(reactions);
  }

  public int clicks() {
    return count(Reaction.Clicked.class);
  }

  public int orders() {
    return count(Reaction.Ordered.class);
  }

  public Duration dwell() {
    Duration sum = Duration.ZERO;
    for (Reaction reaction : reactions) {
      if (reaction instanceof Reaction.Dwelt dwelt) {
        sum = sum.plus(dwelt.dwell());
      }
    }
    return sum;
  }

  /** The page's reward. */
  public double reward(RewardWeights weights) {
    return weights.reward(clicks(), orders(), left, dwell().toMillis());
  }

  private int count(Class<? extends Reaction> kind) {
    return (int) reactions.stream().filter(kind::isInstance).count();
  }
}
