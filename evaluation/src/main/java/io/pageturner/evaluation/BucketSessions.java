package io.pageturner.evaluation;

import io.pageturner.domain.Episode;
import java.util.EnumMap;
import java.util.Map;

/** The sessions of a bucket, on one day or on all of them; not for several threads at once. */
final class BucketSessions {
  private final UserSums users;
  private SessionMoments sessions = SessionMoments.EMPTY;

  /**
   * @param capacity most users whose sums are kept
   */
  BucketSessions(int capacity) {
    this.users = new UserSums(capacity, Total.values().length);
  }

  void add(Episode session) {
    double[] totals = Total.of(session);
    sessions = sessions.plus(SessionMoments.of(totals));
    users.add(session.user(), totals);
  }

  /** Keeps sums of so many users at most from now on. */
  void limit(int capacity) {
    users.limit(capacity);
  }

  /** How many users' sums are kept. */
  int kept() {
    return users.kept();
  }

  /** As they are now. */
  BucketMoments moments() {
    Map<Metric, RunningMoments> perUser = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      perUser.put(metric, metric.perUser(sessions, users));
    }
    return new BucketMoments(sessions, users.users(), perUser);
  }
}
