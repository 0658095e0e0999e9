package io.pageturner.learning.ranking;

import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.RecordLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A log of joined pages over a list, as one partition 0. */
final class ListedPages implements RecordLog<JoinedPage> {
  private final List<JoinedPage> all;
  private final int most;
  private int next;
  private volatile boolean closed;
  private volatile long soughtTo = -1;

  /**
   * @param most pages of one poll
   */
  ListedPages(List<JoinedPage> all, int most) {
    this.all = all;
    this.most = most;
  }

  @Override
  public List<JoinedPage> poll(Duration timeout) {
    List<JoinedPage> part = all.subList(next, Math.min(all.size(), next + most));
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
