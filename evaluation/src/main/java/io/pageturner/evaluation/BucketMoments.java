package io.pageturner.evaluation;

import java.util.Map;

/**
 * What is known of a bucket, over one day or all of them; immutable.
 *
 * @param sessions each an observation: tells the estimates, and how much sessions differ
 * @param users distinct ones, estimated when there are more than are sampled
 * @param perUser one number a user, whose mean is the metric: tells how sure the estimates are
 */
record BucketMoments(SessionMoments sessions, long users, Map<Metric, RunningMoments> perUser) {
  static final BucketMoments EMPTY = new BucketSessions(1).moments();

  /** As figures with intervals. */
  BucketFigures figures(double level) {
    PairedMoments clicksAndPages = sessions.clicksAndPages();
    return new BucketFigures(
        users,
        sessions.reward().count(),
        total(clicksAndPages.x()),
        total(clicksAndPages.y()),
        total(sessions.orders()),
        interval(Metric.REWARD, level),
        interval(Metric.CLICK_RATE, level),
        interval(Metric.ORDER_RATE, level),
        interval(Metric.DEPTH, level),
        interval(Metric.DWELL, level));
  }

  private Interval interval(Metric metric, double level) {
    return Intervals.mean(perUser.get(metric), level);
  }

  /** Counts are whole numbers; their mean times n is one but for rounding. */
  private static long total(RunningMoments counts) {
    return Math.round(counts.sum());
  }
}
