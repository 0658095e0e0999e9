package io.pageturner.simulator;

/**
 * What uses up a user's patience. After a page the user leaves with probability 1 / (1 +
 * e^(steepness·patience)).
 *
 * @param start mean patience at the start of a session
 * @param spread its standard deviation
 * @param perPage what each page takes
 * @param emptyPage what a page without a click takes on top
 * @param goodClick what opening an item gives back that is as nice as hoped for, at most {@code
 *     goodClicks} times a page
 * @param goodClicks how many such items count on a page
 * @param regret what opening an item of poor value takes, of those who are about to buy
 * @param steepness of leaving
 */
public record PatienceSettings(
    double start,
    double spread,
    double perPage,
    double emptyPage,
    double goodClick,
    int goodClicks,
    double regret,
    double steepness) {
  public static final PatienceSettings DEFAULT =
      new PatienceSettings(2.2, 0.6, 0.3, 0.8, 0.4, 2, 0.6, 1.6);

  public PatienceSettings {
    Checks.atLeast("patience.spread", 0, spread);
    Checks.positive("patience.perPage", perPage);
    Checks.atLeast("patience.emptyPage", 0, emptyPage);
    Checks.atLeast("patience.goodClick", 0, goodClick);
    Checks.atLeast("patience.goodClicks", 0, goodClicks);
    Checks.atLeast("patience.regret", 0, regret);
    Checks.positive("patience.steepness", steepness);
  }

  double leaves(double patience) {
    return 1 / (1 + Math.exp(steepness * patience));
  }
}
