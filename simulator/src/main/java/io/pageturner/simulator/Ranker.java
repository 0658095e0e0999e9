package io.pageturner.simulator;

import io.pageturner.domain.ItemId;
import java.util.List;

/** Whatever orders a request's candidates: a fusion, a policy in process, or a server. */
public interface Ranker {
  /** The items to show, best first, at most {@code request.limit()}, each one a candidate. */
  List<ItemId> rank(PageRequest request);

  /** Is told what the user made of the page before the user's next request. */
  default void observe(PageRequest request, List<ItemId> shown, PageOutcome outcome) {}
}
