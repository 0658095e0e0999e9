package io.pageturner.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A shown page with its delayed feedback: what the online joiner emits, once per page (SPEC 4.2).
 *
 * @param decision the page, with the features as they were at decision time
 * @param outcomes what came of each shown item, in the order of {@code decision.items()}
 * @param left whether the user left the feed on this page
 * @param joinedAt event time at which the joiner closed the page; feedback after it is late
 */
public record JoinedPage(
    Decision decision, List<ItemOutcome> outcomes, boolean left, Instant joinedAt) {
  public JoinedPage {
    Values.present("decision", decision);
    outcomes = List.copyOf(outcomes);
    joinedAt = Values.millis("joinedAt", joinedAt);
    if (outcomes.size() != decision.items().size()) {
      throw new IllegalArgumentException(
          "page "
              + decision.page()
              + " shows "
              + decision.items().size()
              + " items but has "
              + outcomes.size()
              + " outcomes");
    }
  }

  /** One sample per shown item, unclicked ones too. */
  public List<Sample> samples() {
    return IntStream.range(0, outcomes.size())
        .mapToObj(i -> new Sample(decision, decision.items().get(i), outcomes.get(i)))
        .toList();
  }

  /** This page and one more feedback on an item; as it is when it does not show the item. */
  public JoinedPage plus(Feedback.OnItem feedback) {
    List<ItemOutcome> corrected = new ArrayList<>(outcomes);
    for (int i = 0; i < corrected.size(); i++) {
      if (decision.items().get(i).item().equals(feedback.item())) {
        corrected.set(i, corrected.get(i).plus(feedback));
      }
    }
    return new JoinedPage(decision, corrected, left, joinedAt);
  }

  public int clicks() {
    return outcomes.stream().mapToInt(ItemOutcome::clicks).sum();
  }

  public int orders() {
    return outcomes.stream().mapToInt(ItemOutcome::orders).sum();
  }
}
