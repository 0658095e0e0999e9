package io.pageturner.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A session's pages in order, as figures: what experiments count and Monte-Carlo returns come from.
 *
 * @param user whose
 * @param session in which
 * @param bucket the bucket of its first page
 * @param pages one entry per page, in order; never empty
 * @param end how the session ended
 * @param endedAt event time of the end
 * @param rewards version of the weights that the pages' rewards were computed under, see {@link
 *     RewardWeights#version}; empty when not known
 */
public record Episode(
    UserId user,
    SessionId session,
    BucketName bucket,
    List<Page> pages,
    End end,
    Instant endedAt,
    String rewards) {

  /** How a session ended. */
  public enum End {
    /** The user left. */
    LEAVE,
    /** No page followed within {@code sessionGap}. */
    GAP,
    /** It had as many pages as an episode may have, and goes on in another one. */
    CUT
  }

  /**
   * One page of an episode.
   *
   * @param page which
   * @param time when it was decided on
   * @param version model version that decided
   * @param action what was done
   * @param clicks clicks on the page
   * @param orders orders from the page
   * @param dwellMillis dwell on the page's items, in milliseconds
   * @param reward under the reward weights in force
   */
  public record Page(
      PageId page,
      Instant time,
      ModelVersion version,
      Action action,
      int clicks,
      int orders,
      long dwellMillis,
      double reward) {
    /** This page with another reward. */
    public Page rewarded(double newReward) {
      return new Page(page, time, version, action, clicks, orders, dwellMillis, newReward);
    }
  }

  public Episode {
    pages = List.copyOf(pages);
    if (pages.isEmpty()) {
      throw new IllegalArgumentException("an episode has one page or more");
    }
    endedAt = Values.millis("endedAt", endedAt);
    Values.present("rewards", rewards);
  }

  /** An episode whose rewards come from weights that nobody named. */
  public Episode(
      UserId user,
      SessionId session,
      BucketName bucket,
      List<Page> pages,
      End end,
      Instant endedAt) {
    this(user, session, bucket, pages, end, endedAt, "");
  }

  /**
   * This episode under {@code weights}: its rewards computed anew from the pages' counts, unless
   * they are of these weights already. Which page the user left on is known, too: a leave ends the
   * episode, so it is the last one of an episode that ended so.
   */
  public Episode scored(RewardWeights weights) {
    String version = weights.version();
    if (rewards.equals(version)) {
      return this;
    }
    List<Page> scored = new ArrayList<>();
    for (Page page : pages) {
      boolean left = end == End.LEAVE && scored.size() == pages.size() - 1;
      scored.add(
          page.rewarded(weights.reward(page.clicks(), page.orders(), left, page.dwellMillis())));
    }
    return new Episode(user, session, bucket, scored, end, endedAt, version);
  }

  /** The sum of the pages' rewards, not discounted. */
  public double reward() {
    return pages.stream().mapToDouble(Page::reward).sum();
  }

  /** Monte-Carlo return Σ_k γ^k · r_k from the first page (SPEC 1.6). */
  public double discountedReturn(double gamma) {
    double total = 0;
    for (int k = pages.size() - 1; k >= 0; k--) {
      total = pages.get(k).reward() + gamma * total;
    }
    return total;
  }

  /** Number of pages: how deep the user went. */
  public int depth() {
    return pages.size();
  }

  public int clicks() {
    return pages.stream().mapToInt(Page::clicks).sum();
  }

  public int orders() {
    return pages.stream().mapToInt(Page::orders).sum();
  }
}
