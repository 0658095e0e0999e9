package io.pageturner.simulator;

/**
 * What an intent makes of an item: logits of opening it once it is looked at, and of ordering it
 * once it is open.
 *
 * <p>{@code match} is how well the item meets the user's taste (about −1 … 1), {@code appeal} and
 * {@code value} are the item's (standard normal), {@code focused} tells whether it is of the kind
 * that the user is after.
 *
 * @param clickBase logit of a click on an average item
 * @param clickMatch weight of taste in a click
 * @param clickAppeal weight of thumb-stopping appeal in a click
 * @param clickValue weight of value for money in a click
 * @param clickFocus what being of the focused kind adds to a click
 * @param orderBase logit of an order of an average opened item
 * @param orderMatch weight of taste in an order
 * @param orderValue weight of value for money in an order
 * @param orderFocus what being of the focused kind adds to an order
 */
public record Appetite(
    double clickBase,
    double clickMatch,
    double clickAppeal,
    double clickValue,
    double clickFocus,
    double orderBase,
    double orderMatch,
    double orderValue,
    double orderFocus) {

  /** Probability of a click on an item that is looked at. */
  double click(Item item, double match, boolean focused) {
    return sigmoid(clickLogit(item, match, focused));
  }

  /** Probability of an order of an item that is open; {@code reluctance} is taken off the logit. */
  double order(Item item, double match, boolean focused, double reluctance) {
    return sigmoid(orderLogit(item, match, focused) - reluctance);
  }

  private double clickLogit(Item item, double match, boolean focused) {
    return clickBase
        + clickMatch * match
        + clickAppeal * item.appeal()
        + clickValue * item.value()
        + (focused ? clickFocus : 0);
  }

  private double orderLogit(Item item, double match, boolean focused) {
    return orderBase + orderMatch * match + orderValue * item.value() + (focused ? orderFocus : 0);
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
