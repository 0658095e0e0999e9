package io.pageturner.pipeline.join;

import io.pageturner.domain.Decision;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.ShownItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A page that still takes feedback, until event time reaches its deadline. */
final class OpenPage implements KnownPage {
  private final Decision decision;
  private final PageOrder order;
  private final List<ItemOutcome> outcomes;
  private boolean left;
  private long deadline;

  OpenPage(Decision decision, long deadline) {
    this(
        decision,
        Collections.nCopies(decision.items().size(), ItemOutcome.NOTHING),
        false,
        deadline);
  }

  OpenPage(Decision decision, List<ItemOutcome> outcomes, boolean left, long deadline) {
    this.decision = decision;
    this.order = PageOrder.of(decision);
    this.outcomes = new ArrayList<>(outcomes);
    this.left = left;
    this.deadline = deadline;
  }

  OpenPage copy() {
    return new OpenPage(decision, outcomes, left, deadline);
  }

  @Override
  public PageId page() {
    return decision.page();
  }

  @Override
  public SessionId session() {
    return decision.session();
  }

  @Override
  public PageOrder order() {
    return order;
  }

  @Override
  public boolean shows(ItemId item) {
    return decision.shows(item);
  }

  Decision decision() {
    return decision;
  }

  List<ItemOutcome> outcomes() {
    return Collections.unmodifiableList(outcomes);
  }

  boolean left() {
    return left;
  }

  /** Event time E at which the page is closed. */
  long deadline() {
    return deadline;
  }

  void closeBy(long time) {
    deadline = Math.min(deadline, time);
  }

  /** Whether {@code feedback} is stamped within its kind's window, and not after the deadline. */
  boolean takes(Feedback feedback, JoinRules rules) {
    long time = feedback.time().toEpochMilli();
    return time >= order.time() - rules.pageWait().toMillis()
        && time <= order.time() + rules.windowOf(feedback).toMillis()
        && time <= deadline;
  }

  void apply(Feedback feedback) {
    if (feedback instanceof Feedback.OnItem onItem) {
      int index = indexOf(onItem.item());
      outcomes.set(index, outcomes.get(index).plus(onItem));
    } else {
      left = true;
    }
  }

  JoinedPage joined() {
    return new JoinedPage(decision, outcomes, left, Instant.ofEpochMilli(deadline));
  }

  ClosedPage remembered(Duration memory) {
    List<ItemId> items = decision.items().stream().map(ShownItem::item).toList();
    return new ClosedPage(page(), session(), order, items, deadline + memory.toMillis());
  }

  private int indexOf(ItemId item) {
    List<ShownItem> items = decision.items();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).item().equals(item)) {
        return i;
      }
    }
    throw new IllegalArgumentException("page " + page() + " does not show item " + item);
  }
}
