package io.pageturner.evaluation;

import java.util.function.Function;

/** What buckets are compared by: ratios of sums over all sessions. */
public enum Metric {
  REWARD("reward per session", SessionMoments::reward, Total.REWARD, Total.SESSIONS),
  CLICK_RATE(
      "clicks per page",
      moments -> moments.clicksAndPages().linearised(),
      Total.CLICKS,
      Total.PAGES),
  ORDER_RATE("orders per session", SessionMoments::orders, Total.ORDERS, Total.SESSIONS),
  DEPTH("pages per session", moments -> moments.clicksAndPages().x(), Total.PAGES, Total.SESSIONS),
  DWELL(
      "dwell seconds per session",
      SessionMoments::dwellSeconds,
      Total.DWELL_SECONDS,
      Total.SESSIONS);

  private final String label;
  private final Function<SessionMoments, RunningMoments> perSession;
  private final Total numerator;
  private final Total denominator;

  Metric(
      String label,
      Function<SessionMoments, RunningMoments> perSession,
      Total numerator,
      Total denominator) {
    this.label = label;
    this.perSession = perSession;
    this.numerator = numerator;
    this.denominator = denominator;
  }

  public String label() {
    return label;
  }

  /** Of one number a session, whose mean is this metric. */
  RunningMoments perSession(SessionMoments sessions) {
    return perSession.apply(sessions);
  }

  /** Of one number a user, whose mean is this metric over all sessions. */
  RunningMoments perUser(SessionMoments sessions, UserSums users) {
    return users.perUser(perSession(sessions).mean(), numerator.place(), denominator.place());
  }
}
