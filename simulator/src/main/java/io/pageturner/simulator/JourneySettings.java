package io.pageturner.simulator;

/**
 * How the intent moves with what is seen.
 *
 * @param inspire rate at which each opened item, weighted by its appeal, turns browsing into
 *     comparing
 * @param decide rate at which each opened item turns comparing into buying
 * @param cool probability that a page without a click takes a user one intent back
 * @param contented probability that an order ends the session; else it goes on with browsing
 * @param hourSwing how much likelier buying is in the evening (19 h) than in the morning
 * @param distanceAversion what each km beyond two takes off the logit of an order
 */
public record JourneySettings(
    double inspire,
    double decide,
    double cool,
    double contented,
    double hourSwing,
    double distanceAversion) {
  public static final JourneySettings DEFAULT = new JourneySettings(0.5, 0.4, 0.25, 0.8, 0.3, 0.15);

  public JourneySettings {
    Checks.atLeast("journey.inspire", 0, inspire);
    Checks.atLeast("journey.decide", 0, decide);
    Checks.share("journey.cool", cool);
    Checks.share("journey.contented", contented);
    Checks.atLeast("journey.hourSwing", 0, hourSwing);
    Checks.atLeast("journey.distanceAversion", 0, distanceAversion);
  }
}
