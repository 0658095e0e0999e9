package io.pageturner.simulator;

/**
 * One way into the feed: how often it is taken, and what users are after who take it.
 *
 * @param share relative frequency of the entry
 * @param browsing relative frequency of users who browse
 * @param comparing relative frequency of users who compare
 * @param buying relative frequency of users who buy
 * @param queried probability that the feed knows the kind of item from the start, as from a query
 */
public record Entrance(
    double share, double browsing, double comparing, double buying, double queried) {
  public Entrance {
    Checks.atLeast("entrance.share", 0, share);
    Checks.atLeast("entrance.browsing", 0, browsing);
    Checks.atLeast("entrance.comparing", 0, comparing);
    Checks.atLeast("entrance.buying", 0, buying);
    Checks.positive("sum of the entrance's intents", browsing + comparing + buying);
    Checks.share("entrance.queried", queried);
  }

  /**
   * The intent at a point of the mix.
   *
   * @param tilt shifts the odds towards comparing (by e^(tilt/2)) and buying (by e^tilt)
   * @param point uniform in [0, 1)
   */
  Intent intent(double tilt, double point) {
    double compare = comparing * Math.exp(tilt / 2);
    double buy = buying * Math.exp(tilt);
    double scaled = point * (browsing + compare + buy);
    if (scaled < browsing) {
      return Intent.BROWSING;
    }
    return scaled < browsing + compare ? Intent.COMPARING : Intent.BUYING;
  }
}
