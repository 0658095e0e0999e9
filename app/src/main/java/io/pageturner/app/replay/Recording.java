package io.pageturner.app.replay;

import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a feed's own log tells, in time order, with an account of every line.
 *
 * @param lines number of records read
 * @param steps pages and feedback, ascending in time; a page stands before its own feedback
 * @param malformed records that could not be understood
 * @param others number of records that are neither page nor feedback, by kind
 */
public record Recording(
    long lines, List<Step> steps, List<Malformed> malformed, SortedMap<String, Integer> others) {

  /** One thing that happened. */
  public sealed interface Step {
    Instant time();
  }

  /**
   * The feed showed a list, ranked by the team's own ranking.
   *
   * @param page its id
   * @param user to whom
   * @param session in which session
   * @param pageIndex 0 for the session's first list
   * @param time when
   * @param dense numbers known about the request
   * @param ids categories known about the request
   * @param items in display order
   */
  public record ListShown(
      PageId page,
      UserId user,
      SessionId session,
      int pageIndex,
      Instant time,
      Map<String, Double> dense,
      Map<String, String> ids,
      List<ShownItem> items)
      implements Step {}

  /** A user answered. */
  public record Answer(Feedback feedback) implements Step {
    @Override
    public Instant time() {
      return feedback.time();
    }
  }

  /**
   * A record that could not be understood.
   *
   * @param line line of the file, from 1
   * @param reason what is wrong and what would be right
   */
  public record Malformed(long line, String reason) {}

  public long pages() {
    return steps.stream().filter(ListShown.class::isInstance).count();
  }

  public long answers() {
    return steps.size() - pages();
  }

  /**
   * The items that each session acted on before {@code end}, in order: what item embeddings are
   * trained from. What comes later is held out from them too.
   */
  public List<List<ItemId>> itemSessions(Instant end) {
    Map<SessionId, List<ItemId>> bySession = new LinkedHashMap<>();
    for (Step step : steps) {
      if (step.time().isBefore(end)
          && step instanceof Answer answer
          && answer.feedback() instanceof Feedback.OnItem onItem) {
        bySession.computeIfAbsent(onItem.session(), s -> new ArrayList<>()).add(onItem.item());
      }
    }
    return List.copyOf(bySession.values());
  }
}
