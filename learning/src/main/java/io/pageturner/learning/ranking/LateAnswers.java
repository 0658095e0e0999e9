package io.pageturner.learning.ranking;

import io.pageturner.domain.Feedback;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.PageId;
import io.pageturner.domain.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * The newest pages, which late feedback may still answer, and late feedback that was read before
 * its page; both bounded, the oldest forgotten first. Used by one thread.
 */
final class LateAnswers {
  private final int capacity;
  private final BiPredicate<Instant, Feedback> counts;
  private final Map<PageId, JoinedPage> pages;
  private final Map<PageId, List<LateFeedback>> early;

  /**
   * A sample of a page that late feedback has answered.
   *
   * @param before as it was taken in
   * @param after with its labels as they are now
   */
  record Answered(Sample before, Sample after) {
    /** Whether the feedback made a negative sample of this objective a positive one. */
    boolean turned(RankingObjective objective) {
      return !objective.positive(before) && objective.positive(after);
    }
  }

  /**
   * @param capacity pages that are remembered, and pages that are waited for
   * @param counts whether feedback counts for a page that was shown at a time
   */
  LateAnswers(int capacity, BiPredicate<Instant, Feedback> counts) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be 1 or more, was " + capacity);
    }
    this.capacity = capacity;
    this.counts = counts;
    this.pages = bounded(capacity);
    this.early = bounded(capacity);
  }

  private static <T> Map<PageId, T> bounded(int capacity) {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<PageId, T> eldest) {
        return size() > capacity;
      }
    };
  }

  int capacity() {
    return capacity;
  }

  /** Takes a joined page; tells what was answered by feedback that had come before it. */
  List<Answered> add(JoinedPage page) {
    PageId id = page.decision().page();
    pages.put(id, page);
    List<Answered> answered = new ArrayList<>();
    List<LateFeedback> waited = early.remove(id);
    if (waited != null) {
      waited.forEach(late -> answered.addAll(add(late)));
    }
    return answered;
  }

  /** Takes late feedback; tells the sample that it answers, if it counts and its page is known. */
  List<Answered> add(LateFeedback late) {
    if (!(late.feedback() instanceof Feedback.OnItem feedback)) {
      return List.of(); // A leave is no label.
    }
    JoinedPage page = pages.get(late.page());
    if (page == null) {
      early.computeIfAbsent(late.page(), id -> new ArrayList<>()).add(late);
      return List.of();
    }
    if (!counts.test(page.decision().time(), feedback)) {
      return List.of();
    }
    JoinedPage corrected = page.plus(feedback);
    pages.replace(late.page(), corrected);
    List<Sample> before = page.samples();
    List<Sample> after = corrected.samples();
    List<Answered> answered = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i).shown().item().equals(feedback.item())) {
        answered.add(new Answered(before.get(i), after.get(i)));
      }
    }
    return answered;
  }
}
