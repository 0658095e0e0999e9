package io.pageturner.simulator;

/**
 * What uses up a user's patience. After a page the user leaves with probability 1 / (1 +
 * e^(steepness·patience)).
 *
 * @param start mean patience at the start of a session
 * @param spread its standard deviation
 * @param perPage what each page takes
 * @param emptyPage what a page without a click takes on top
 * @param hurry what a page without an order takes on top of those who are about to buy
 * @param click what each opened item gives back
 * @param clicks how many opened items of a page do so, at most
 * @param lift patience is at least this after an order
 * @param steepness of leaving
 */
public record PatienceSettings(
    double start,
    double spread,
    double perPage,
    double emptyPage,
    double hurry,
    double click,
    int clicks,
    double lift,
    double steepness) {
  public static final PatienceSettings DEFAULT =
      new PatienceSettings(1.5, 0.6, 0.2, 1, 0.6, 0.5, 2, 0.75, 2.2);

  public PatienceSettings {
    Checks.atLeast("patience.spread", 0, spread);
    Checks.positive("patience.perPage", perPage);
    Checks.atLeast("patience.emptyPage", 0, emptyPage);
    Checks.atLeast("patience.hurry", 0, hurry);
    Checks.atLeast("patience.click", 0, click);
    Checks.atLeast("patience.clicks", 0, clicks);
    Checks.positive("patience.steepness", steepness);
  }

  /** Probability that a user of this patience leaves. */
  double leaves(double patience) {
    return 1 / (1 + Math.exp(steepness * patience));
  }
}
