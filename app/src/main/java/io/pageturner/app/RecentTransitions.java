package io.pageturner.app;

import io.pageturner.domain.PageId;
import io.pageturner.domain.RecordLog;
import io.pageturner.domain.Transition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The newest transitions of the log, a bounded number, each page once: what candidates are
 * evaluated on. Safe for many threads.
 */
final class RecentTransitions {
  private final int capacity;
  private final Map<PageId, Transition> newest = new LinkedHashMap<>();
  private String rewards = "";

  /**
   * @param capacity how many are kept, 1 or more
   */
  RecentTransitions(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be 1 or more, was " + capacity);
    }
    this.capacity = capacity;
  }

  /**
   * Takes in a transition; one that was read before, as after a divergence, counts once. With the
   * first one of other reward weights those of before are forgotten: rewards of two kinds cannot be
   * compared.
   *
   * @return whether its page was not among them
   */
  synchronized boolean add(Transition transition) {
    if (!transition.rewards().equals(rewards)) {
      rewards = transition.rewards();
      newest.clear();
    }
    boolean fresh = newest.put(transition.page(), transition) == null;
    if (newest.size() > capacity) {
      newest.remove(newest.keySet().iterator().next());
    }
    return fresh;
  }

  /** Oldest first. */
  synchronized List<Transition> snapshot() {
    return List.copyOf(newest.values());
  }

  /**
   * The same log, of which everything that is read is taken in here too.
   *
   * @param first told of a page's transition when it was not here before
   */
  RecordLog<Transition> listenTo(RecordLog<Transition> log, Consumer<Transition> first) {
    return new RecordLog<>() {
      @Override
      public List<Transition> poll(Duration timeout) {
        List<Transition> read = log.poll(timeout);
        read.stream().filter(RecentTransitions.this::add).forEach(first);
        return read;
      }

      @Override
      public Map<Integer, Long> position() {
        return log.position();
      }

      @Override
      public void seek(Map<Integer, Long> position) {
        log.seek(position);
      }

      @Override
      public void close() {
        log.close();
      }
    };
  }
}
