package io.pageturner.domain;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where training reads one kind of record from, each exactly once, at a position of its own
 * keeping.
 *
 * <p>The position is part of the reader's checkpoint, so that a restart continues where the
 * restored parameters stopped. Used by one thread.
 *
 * @param <T> what the log carries
 */
public interface RecordLog<T> extends AutoCloseable {
  /** The next records, waiting up to {@code timeout} for the first of them; may be empty. */
  List<T> poll(Duration timeout);

  /** Offset of the next record to read by partition: what {@link #seek} takes. */
  Map<Integer, Long> position();

  /** Continues at {@code position}; partitions that it does not name start at their beginning. */
  void seek(Map<Integer, Long> position);

  @Override
  void close();
}
