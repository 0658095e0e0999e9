package io.pageturner.evaluation;

import java.util.function.Function;

/** What buckets are compared by. */
public enum Metric {
  REWARD("reward per session", SessionMoments::reward),
  CLICK_RATE("clicks per page", moments -> moments.clicksAndPages().linearised()),
  ORDER_RATE("orders per session", SessionMoments::orders),
  DEPTH("pages per session", moments -> moments.clicksAndPages().x()),
  DWELL("dwell seconds per session", SessionMoments::dwellSeconds);

  private final String label;
  private final Function<SessionMoments, RunningMoments> moments;

  Metric(String label, Function<SessionMoments, RunningMoments> moments) {
    this.label = label;
    this.moments = moments;
  }

  public String label() {
    return label;
  }

  /** Of one number a session, whose mean is this metric. */
  RunningMoments of(SessionMoments sessions) {
    return moments.apply(sessions);
  }
}
