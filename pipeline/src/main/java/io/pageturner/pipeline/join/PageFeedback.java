package io.pageturner.pipeline.join;

import io.pageturner.domain.Episode;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.PageId;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The raw feedback of all pages, corrections included, from which history is scored again under
 * other weights (SPEC 1.5, 4.2).
 *
 * <p>A correction counts for its page when it is of its kind's window: then it came late only
 * because the page was emitted early, or because it was long on its way. What follows what in a
 * session stays as it was decided: a late leave changes a reward, and no transition's end.
 */
public final class PageFeedback {
  private final JoinRules rules;
  private final Map<PageId, Sums> pages = new HashMap<>();
  private long corrected;

  /** What came of one page. */
  private static final class Sums {
    private final Instant time;
    private int clicks;
    private int orders;
    private long dwellMillis;
    private boolean left;

    Sums(JoinedPage page) {
      this.time = page.decision().time();
      this.clicks = page.clicks();
      this.orders = page.orders();
      this.dwellMillis =
          page.outcomes().stream().map(ItemOutcome::dwell).mapToLong(d -> d.toMillis()).sum();
      this.left = page.left();
    }

    void add(Feedback feedback) {
      if (feedback instanceof Feedback.Click) {
        clicks++;
      } else if (feedback instanceof Feedback.Order) {
        orders++;
      } else if (feedback instanceof Feedback.Dwell dwell) {
        dwellMillis += dwell.dwell().toMillis();
      } else {
        left = true;
      }
    }

    double reward(RewardWeights weights) {
      return weights.reward(clicks, orders, left, dwellMillis);
    }
  }

  public PageFeedback(JoinRules rules) {
    this.rules = rules;
  }

  /** Takes a page; all pages come before the first correction. */
  public void add(JoinedPage page) {
    pages.put(page.decision().page(), new Sums(page));
  }

  /** Takes a correction; one outside of its window, or of a page that is not known, is none. */
  public void correct(LateFeedback late) {
    Sums page = pages.get(late.page());
    if (page != null && rules.counts(page.time, late.feedback())) {
      page.add(late.feedback());
      corrected++;
    }
  }

  /** Number of pages known. */
  public int size() {
    return pages.size();
  }

  /** Number of corrections that count. */
  public long corrected() {
    return corrected;
  }

  /** The transition under {@code weights}; empty when its page is not known. */
  public Optional<Transition> rescore(Transition transition, RewardWeights weights) {
    return Optional.ofNullable(pages.get(transition.page()))
        .map(page -> transition.rewarded(page.reward(weights), weights.version()));
  }

  /** The episode under {@code weights}, its counts corrected; empty when a page is not known. */
  public Optional<Episode> rescore(Episode episode, RewardWeights weights) {
    List<Episode.Page> rescored = new ArrayList<>();
    for (Episode.Page page : episode.pages()) {
      Sums sums = pages.get(page.page());
      if (sums == null) {
        return Optional.empty();
      }
      rescored.add(
          new Episode.Page(
              page.page(),
              page.time(),
              page.version(),
              page.action(),
              sums.clicks,
              sums.orders,
              sums.dwellMillis,
              sums.reward(weights)));
    }
    return Optional.of(
        new Episode(
            episode.user(),
            episode.session(),
            episode.bucket(),
            rescored,
            episode.end(),
            episode.endedAt(),
            weights.version()));
  }
}
