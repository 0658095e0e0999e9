package io.pageturner.simulator;

/**
 * How the intent moves with what is seen. Excitement carries people on, from browsing to comparing
 * to buying; value for money only closes the deal.
 *
 * @param inspire rate at which the excitement of the opened items turns browsing into comparing
 * @param decide rate at which it turns comparing into buying
 * @param cool probability that a page without a click takes a user one intent back
 * @param basketDone probability that an order ends the session of a user who is buying; else
 *     something else is needed
 * @param impulseDone probability that an order ends the session of a user who was not yet buying:
 *     the money is spent; else it goes on with browsing
 * @param hourSwing how much likelier buying is in the evening (19 h UTC) than in the morning
 * @param decisivenessWeight how much the user's decisiveness makes buying likelier
 * @param distanceAversion what each km beyond two takes off the logit of an order
 */
public record JourneySettings(
    double inspire,
    double decide,
    double cool,
    double basketDone,
    double impulseDone,
    double hourSwing,
    double decisivenessWeight,
    double distanceAversion) {
  public static final JourneySettings DEFAULT =
      new JourneySettings(3, 3, 0.1, 0.3, 0.9, 0.3, 0.7, 0.15);

  public JourneySettings {
    Checks.atLeast("journey.inspire", 0, inspire);
    Checks.atLeast("journey.decide", 0, decide);
    Checks.share("journey.cool", cool);
    Checks.share("journey.basketDone", basketDone);
    Checks.share("journey.impulseDone", impulseDone);
    Checks.atLeast("journey.hourSwing", 0, hourSwing);
    Checks.atLeast("journey.decisivenessWeight", 0, decisivenessWeight);
    Checks.atLeast("journey.distanceAversion", 0, distanceAversion);
  }
}
