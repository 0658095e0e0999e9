package io.pageturner.learning;

import io.pageturner.domain.RecordLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A log of records over a list, as one partition 0. */
public final class ListedLog<T> implements RecordLog<T> {
  private final List<T> all;
  private final int most;
  private int next;
  private volatile boolean closed;
  private volatile long soughtTo = -1;

  /**
   * @param all the records; of a list for several threads, also those that come later
   * @param most records of one poll
   */
  public ListedLog(List<T> all, int most) {
    this.all = all;
    this.most = most;
  }

  @Override
  public List<T> poll(Duration timeout) {
    List<T> now = List.copyOf(all);
    List<T> part = now.subList(next, Math.min(now.size(), next + most));
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

  public boolean closed() {
    return closed;
  }

  public long soughtTo() {
    return soughtTo;
  }
}
