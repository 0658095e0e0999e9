package io.pageturner.evaluation;

import io.pageturner.domain.Episode;
import java.util.function.ToDoubleFunction;

/** What sessions are summed up by. */
enum Total {
  SESSIONS(session -> 1),
  PAGES(Episode::depth),
  CLICKS(Episode::clicks),
  ORDERS(Episode::orders),
  REWARD(Episode::reward),
  DWELL_SECONDS(
      session -> session.pages().stream().mapToLong(Episode.Page::dwellMillis).sum() / 1_000.0);

  private static final Total[] ALL = values();

  private final ToDoubleFunction<Episode> ofSession;

  Total(ToDoubleFunction<Episode> ofSession) {
    this.ofSession = ofSession;
  }

  /** All of a session, each in its place. */
  static double[] of(Episode session) {
    double[] totals = new double[ALL.length];
    for (Total total : ALL) {
      totals[total.place()] = total.ofSession.applyAsDouble(session);
    }
    return totals;
  }

  /** This one among all of a session. */
  double in(double[] totals) {
    return totals[place()];
  }

  /** Where it stands among all. */
  @SuppressWarnings("EnumOrdinal") // Never stored: a place in arrays of this process.
  int place() {
    return ordinal();
  }
}
