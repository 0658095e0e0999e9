package io.pageturner.pipeline.stream;

import io.pageturner.pipeline.codec.DeadLetter;
import io.pageturner.pipeline.codec.LogRecord;
import java.util.Objects;

/**
 * One record as it was read from the events topic.
 *
 * @param partition where it was read
 * @param content the record, or null when it could not be read
 * @param refused what was wrong with it, or null when nothing was
 */
record LogLine(int partition, LogRecord content, DeadLetter refused) {
  LogLine {
    if ((content == null) == (refused == null)) {
      throw new IllegalArgumentException("a log line is either a record or refused");
    }
  }

  static LogLine of(int partition, LogRecord content) {
    return new LogLine(partition, Objects.requireNonNull(content), null);
  }

  static LogLine refused(DeadLetter letter) {
    return new LogLine(letter.partition(), null, Objects.requireNonNull(letter));
  }

  /** Event time in milliseconds; a refused record has none and moves nothing. */
  long time() {
    return content == null ? Long.MIN_VALUE : content.time().toEpochMilli();
  }
}
