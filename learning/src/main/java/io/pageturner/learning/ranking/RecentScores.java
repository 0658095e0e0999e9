package io.pageturner.learning.ranking;

import io.pageturner.domain.Sample;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The newest scored samples, bounded, whole updates at a time; used by one thread. */
final class RecentScores {
  private final int capacity;
  private final Deque<List<ScoredSample>> updates = new ArrayDeque<>();
  private int size;

  /**
   * @param capacity samples kept at most, but for an update that is larger by itself
   */
  RecentScores(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be 1 or more, was " + capacity);
    }
    this.capacity = capacity;
  }

  /** Adds the samples of one update, all items of some pages, and drops the oldest ones. */
  void add(List<ScoredSample> update) {
    updates.addLast(new ArrayList<>(update));
    size += update.size();
    while (size > capacity && updates.size() > 1) {
      size -= updates.removeFirst().size();
    }
  }

  /** Gives a sample that is still here its labels as they are now; its scores stay. */
  void relabel(Sample before, Sample after) {
    for (List<ScoredSample> update : updates) {
      update.replaceAll(s -> s.sample().equals(before) ? new ScoredSample(after, s.scores()) : s);
    }
  }

  void clear() {
    updates.clear();
    size = 0;
  }

  /** Oldest first. */
  List<ScoredSample> toList() {
    return updates.stream().flatMap(List::stream).toList();
  }
}
