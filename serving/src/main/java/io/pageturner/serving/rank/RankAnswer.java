package io.pageturner.serving.rank;

import io.pageturner.domain.Decision;
import java.util.List;

/**
 * A decided page.
 *
 * @param decision as it is logged
 * @param order all candidates, the best first
 */
public record RankAnswer(Decision decision, List<RankedItem> order) {
  public RankAnswer {
    order = List.copyOf(order);
  }

  /** What is shown, in order. */
  public List<RankedItem> items() {
    return order.subList(0, decision.items().size());
  }
}
