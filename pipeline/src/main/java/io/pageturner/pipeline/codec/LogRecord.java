package io.pageturner.pipeline.codec;

import io.pageturner.domain.Event;
import java.time.Instant;
import java.util.Objects;

/** One record of the events topic: an event, or a heartbeat or the end of the log itself. */
public sealed interface LogRecord {
  /** Event time that the record moves its partition to. */
  Instant time();

  /** Something that happened on the feed. */
  record Logged(Event event) implements LogRecord {
    public Logged {
      Objects.requireNonNull(event, "event");
    }

    @Override
    public Instant time() {
      return event.time();
    }
  }

  /**
   * A sign of life that moves event time on where nothing happens.
   *
   * @param time now, by the clock that events are stamped with
   */
  record Heartbeat(Instant time) implements LogRecord {
    public Heartbeat {
      time = Instant.ofEpochMilli(time.toEpochMilli());
    }
  }

  /**
   * The end of a log that is replayed: nothing is to come before its time, whatever the clocks of
   * hosts and brokers say.
   *
   * @param time late enough after the last event that every window and session has ended
   */
  record End(Instant time) implements LogRecord {
    public End {
      time = Instant.ofEpochMilli(time.toEpochMilli());
    }
  }
}
