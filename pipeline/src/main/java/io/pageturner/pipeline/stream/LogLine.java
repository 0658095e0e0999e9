package io.pageturner.pipeline.stream;

import io.pageturner.pipeline.codec.DeadLetter;
import io.pageturner.pipeline.codec.LogRecord;
import java.time.Instant;
import java.util.Objects;

/**
 * One record as it was read from the events topic.
 *
 * @param partition where it was read
 * @param content the record, or null when it could not be read
 * @param time event time in milliseconds that it moves its partition to; {@link Long#MIN_VALUE}
 *     when it moves nothing
 * @param refused what was wrong with it, or null when nothing was
 */
record LogLine(int partition, LogRecord content, long time, DeadLetter refused) {
  LogLine {
    if ((content == null) == (refused == null)) {
      throw new IllegalArgumentException("a log line is either a record or refused");
    }
  }

  /**
   * A record that could be read.
   *
   * <p>Clocks of clients and hosts may run ahead. So that one of them does not make everybody else
   * late, a record moves event time no further than to the time at which the log stored it, which
   * the log keeps: a replay finds the same. Only the end of a log is ahead on purpose.
   */
  static LogLine of(int partition, LogRecord content, Instant stored) {
    long time = content.time().toEpochMilli();
    long moves = content instanceof LogRecord.End ? time : Math.min(time, stored.toEpochMilli());
    return new LogLine(partition, content, moves, null);
  }

  static LogLine refused(DeadLetter letter) {
    return new LogLine(letter.partition(), null, Long.MIN_VALUE, Objects.requireNonNull(letter));
  }
}
