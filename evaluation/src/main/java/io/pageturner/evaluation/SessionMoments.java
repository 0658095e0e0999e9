package io.pageturner.evaluation;

import io.pageturner.domain.Episode;

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

  static SessionMoments of(Episode episode) {
    long dwellMillis = episode.pages().stream().mapToLong(Episode.Page::dwellMillis).sum();
    return new SessionMoments(
        RunningMoments.of(episode.reward()),
        PairedMoments.EMPTY.plus(episode.clicks(), episode.depth()),
        RunningMoments.of(episode.orders()),
        RunningMoments.of(dwellMillis / 1_000.0));
  }

  SessionMoments plus(SessionMoments other) {
    return new SessionMoments(
        reward.plus(other.reward),
        clicksAndPages.plus(other.clicksAndPages),
        orders.plus(other.orders),
        dwellSeconds.plus(other.dwellSeconds));
  }

  /** As figures with intervals. */
  BucketFigures figures(double level) {
    return new BucketFigures(
        reward.count(),
        total(clicksAndPages.x()),
        total(clicksAndPages.y()),
        total(orders),
        Intervals.mean(reward, level),
        Intervals.ratio(clicksAndPages, level),
        Intervals.mean(orders, level),
        Intervals.mean(clicksAndPages.x(), level),
        Intervals.mean(dwellSeconds, level));
  }

  /** Counts are whole numbers; their mean times n is one but for rounding. */
  private static long total(RunningMoments counts) {
    return Math.round(counts.sum());
  }
}
