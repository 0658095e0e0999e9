package io.pageturner.simulator;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Who comes next, and when: each user is in it once, or on a visit. */
final class Arrivals {
  private static final Comparator<Arriving> BY_TIME =
      Comparator.comparing(Arriving::time).thenComparing(Arriving::user);

  private final PriorityQueue<Arriving> queue = new PriorityQueue<>(BY_TIME);

  /** Everybody's arrival, on a visit of this number, at a feed that opens at {@code start}. */
  Arrivals(World world, int firstVisit, Instant start) {
    for (int user = 0; user < world.users(); user++) {
      queue.add(new Arriving(user, firstVisit, start.plus(world.firstArrival(user))));
    }
  }

  /** Whether somebody is due at {@code now}. */
  boolean due(Instant now) {
    return !queue.isEmpty() && !queue.peek().time().isAfter(now);
  }

  /** Takes out who comes next. */
  Arriving next() {
    return queue.remove();
  }

  /** The user of an ended visit comes back. */
  void comeBack(Arriving ended, Instant time) {
    queue.add(new Arriving(ended.user(), ended.visit() + 1, time));
  }

  /**
   * One arrival.
   *
   * @param user index of the user
   * @param visit number of the user's visit
   * @param time virtual time
   */
  record Arriving(int user, int visit, Instant time) {}
}
