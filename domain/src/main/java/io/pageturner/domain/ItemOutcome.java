package io.pageturner.domain;

import java.time.Duration;

/**
 * What a user did with one shown item, before the page was emitted by the joiner.
 *
 * @param clicks number of clicks
 * @param orders number of orders
 * @param dwell time looked at it in all
 */
public record ItemOutcome(int clicks, int orders, Duration dwell) {
  /** Shown, and nothing came of it: the zero reward, never dropped. */
  public static final ItemOutcome NOTHING = new ItemOutcome(0, 0, Duration.ZERO);

  public ItemOutcome {
    Values.atLeast("clicks", 0, clicks);
    Values.atLeast("orders", 0, orders);
    Values.present("dwell", dwell);
  }

  /** This outcome and one more feedback on the same item. */
  public ItemOutcome plus(Feedback.OnItem feedback) {
    if (feedback instanceof Feedback.Click) {
      return new ItemOutcome(clicks + 1, orders, dwell);
    }
    if (feedback instanceof Feedback.Order) {
      return new ItemOutcome(clicks, orders + 1, dwell);
    }
    return new ItemOutcome(clicks, orders, dwell.plus(((Feedback.Dwell) feedback).dwell()));
  }
}
