package io.pageturner.serving.rank;

import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The wish for one page.
 *
 * @param user who asks
 * @param session in which session
 * @param pageIndex 0 for the session's first page; empty to let serving count
 * @param page the page's id where the client makes it; empty to let serving make one
 * @param dense numbers of the context by feature name
 * @param ids categories of the context by feature name
 * @param candidates what may be shown, in the order that ties keep
 * @param limit how many items to show at most; empty for all
 */
public record RankRequest(
    UserId user,
    SessionId session,
    OptionalInt pageIndex,
    Optional<PageId> page,
    Map<String, Double> dense,
    Map<String, String> ids,
    List<Candidate> candidates,
    OptionalInt limit) {
  public RankRequest {
    dense = Map.copyOf(dense);
    ids = Map.copyOf(ids);
    candidates = List.copyOf(candidates);
  }
}
