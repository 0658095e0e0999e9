package io.pageturner.learning.trainer;

import io.pageturner.domain.Transition;
import io.pageturner.domain.TransitionLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A transition log over a list, as one partition 0. */
final class ListedLog implements TransitionLog {
  private final List<Transition> all;
  private final int most;
  private int next;
  private volatile boolean closed;
  private volatile long soughtTo = -1;

  /**
   * @param most transitions of one poll
   */
  ListedLog(List<Transition> all, int most) {
    this.all = all;
    this.most = most;
  }

  @Override
  public List<Transition> poll(Duration timeout) {
    List<Transition> part = all.subList(next, Math.min(all.size(), next + most));
    next += part.size();
    return part;
  }

  @Override
  public Map<Integer, Long> position() {
    return Map.of(0, (long) next);
  }

  @Override
  public void seek(Map<Integer, Long> position) {
    soughtTo = position.getOrDefault(0, 0L);
    next = (int) soughtTo;
  }

  @Override
  public void close() {
    closed = true;
  }

  boolean closed() {
    return closed;
  }

  long soughtTo() {
    return soughtTo;
  }
}
