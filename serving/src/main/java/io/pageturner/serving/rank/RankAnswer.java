package io.pageturner.serving.rank;

import io.pageturner.domain.Decision;
import java.util.List;

/**
 * A decided page.
 *
 * @param decision as it was logged
 * @param items what is shown, in order
 */
public record RankAnswer(Decision decision, List<RankedItem> items) {
  public RankAnswer {
    items = List.copyOf(items);
  }
}
