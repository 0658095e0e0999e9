package io.pageturner.app.balance;

import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;

/** Sums over answers: what can be told again from pages that hold them. */
final class Answers {
  private long records;
  private long clicks;
  private long orders;
  private long dwellMillis;
  private long leaves;

  void add(Feedback feedback) {
    records++;
    if (feedback instanceof Feedback.Click) {
      clicks++;
    } else if (feedback instanceof Feedback.Order) {
      orders++;
    } else if (feedback instanceof Feedback.Dwell dwell) {
      dwellMillis += dwell.dwell().toMillis();
    } else {
      leaves++;
    }
  }

  void add(JoinedPage page) {
    for (ItemOutcome outcome : page.outcomes()) {
      clicks += outcome.clicks();
      orders += outcome.orders();
      dwellMillis += outcome.dwell().toMillis();
    }
    leaves += page.left() ? 1 : 0;
  }

  void add(Answers others) {
    records += others.records;
    clicks += others.clicks;
    orders += others.orders;
    dwellMillis += others.dwellMillis;
    leaves += others.leaves;
  }

  long records() {
    return records;
  }

  /** Whether all of these are in {@code parts}; of a page that was left twice one leave is told. */
  boolean are(Answers parts) {
    return clicks == parts.clicks
        && orders == parts.orders
        && dwellMillis == parts.dwellMillis
        && leaves >= parts.leaves;
  }

  @Override
  public String toString() {
    return "%,d clicks, %,d orders, %,d ms of dwell, %,d leaves"
        .formatted(clicks, orders, dwellMillis, leaves);
  }
}
