package io.pageturner.app;

import io.pageturner.domain.PageId;
import io.pageturner.domain.RecordLog;
import io.pageturner.domain.Transition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest transitions of the log, a bounded number, each page once: what candidates are
 * evaluated on. Safe for many threads.
 */
final class RecentTransitions {
  private final int capacity;
  private final Map<PageId, Transition> newest = new LinkedHashMap<>();

  /**
   * @param capacity how many are kept, 1 or more
   */
  RecentTransitions(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be 1 or more, was " + capacity);
    }
    this.capacity = capacity;
  }

  /** Takes in a transition; one that was read before, as after a divergence, counts once. */
  synchronized void add(Transition transition) {
    if (newest.put(transition.page(), transition) == null && newest.size() > capacity) {
      newest.remove(newest.keySet().iterator().next());
    }
  }

  /** Oldest first. */
  synchronized List<Transition> snapshot() {
    return List.copyOf(newest.values());
  }

  /** The same log, of which everything that is read is taken in here too. */
  RecordLog<Transition> listenTo(RecordLog<Transition> log) {
    return new RecordLog<>() {
      @Override
      public List<Transition> poll(Duration timeout) {
        List<Transition> read = log.poll(timeout);
        read.forEach(RecentTransitions.this::add);
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
