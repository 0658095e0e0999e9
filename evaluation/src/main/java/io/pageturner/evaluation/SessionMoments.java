package io.pageturner.evaluation;

/**
 * Moments over sessions of everything that an experiment counts; immutable and mergeable.
 *
 * @param reward of the session's pages in all
 * @param clicksAndPages clicks (y) and pages (x) of the session
 * @param orders of the session
 * @param dwellSeconds of the session
 */
record SessionMoments(
    RunningMoments reward,
    PairedMoments clicksAndPages,
    RunningMoments orders,
    RunningMoments dwellSeconds) {
  static final SessionMoments EMPTY =
      new SessionMoments(
          RunningMoments.EMPTY, PairedMoments.EMPTY, RunningMoments.EMPTY, RunningMoments.EMPTY);

  /** Of one session. */
  static SessionMoments of(double[] totals) {
    return new SessionMoments(
        RunningMoments.of(Total.REWARD.in(totals)),
        PairedMoments.EMPTY.plus(Total.CLICKS.in(totals), Total.PAGES.in(totals)),
        RunningMoments.of(Total.ORDERS.in(totals)),
        RunningMoments.of(Total.DWELL_SECONDS.in(totals)));
  }

  SessionMoments plus(SessionMoments other) {
    return new SessionMoments(
        reward.plus(other.reward),
        clicksAndPages.plus(other.clicksAndPages),
        orders.plus(other.orders),
        dwellSeconds.plus(other.dwellSeconds));
  }
}
